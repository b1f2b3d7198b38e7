/** The words of a live reference to a clause (Phụ lục II, V.7): "điểm a khoản 2 Điều 5". */
import { KIND_IDS, type KindId, kindOf } from './kinds.ts'
import type { BodyNode, ClauseLevel } from './model.ts'
import { clauseLevel, rank } from './nodes/clause.ts'
import { bodyLabels } from './numbering.ts'
import { plainText } from './titled.ts'

/** What a dangling reference shows and prints; the checker calls it a fault. */
export const DANGLING = '[tham chiếu đã mất]'

/** An article is found by its number alone, so nothing above it is named. */
const ENOUGH: ReadonlySet<ClauseLevel> = new Set(['dieu', 'chuong', 'phan'])

/** The words for every clause and appendix that has an id. When an id stands twice, the first one owns it. */
export function citations(body: BodyNode, kind: KindId): Map<string, string> {
  const labels = bodyLabels(body, kind)
  const words = new Map<string, string>()
  const open: { level: ClauseLevel; cite: string }[] = []
  let appendix = ''
  for (const [index, block] of (body.content ?? []).entries()) {
    const label = labels[index]
    if (!label) continue
    if (block.type === 'appendix') {
      appendix = attachedName(block) ?? label.cite
      open.length = 0
      remember(words, block, appendix)
      continue
    }
    const level = clauseLevel(block.attrs?.level)
    while (open.length > 0 && depth(open.at(-1)?.level) >= depth(level)) open.pop()
    open.push({ level, cite: label.cite })
    remember(words, block, [pathOf(open), appendix].filter(Boolean).join(' '))
  }
  return words
}

/** Documents that are often put into force and are none of the decree's kinds. */
const OTHER_NAMES = ['Danh mục', 'Điều lệ', 'Nội quy']
const KIND_NAMES = [...KIND_IDS.map((id) => kindOf(id).name), ...OTHER_NAMES].toSorted((a, b) => b.length - a.length)

/** The name of a kind with which a title begins. */
export function kindNamed(title: string): string | null {
  const words = `${title.trim().toLowerCase()} `
  return KIND_NAMES.find((name) => words.startsWith(`${name.toLowerCase()} `)) ?? null
}

/** "Quy chế kèm theo": an attached document by the name of its kind. */
function attachedName(block: BodyNode): string | null {
  const name = block.attrs?.isAttached === true ? kindNamed(plainText(block)) : null
  return name && `${name} kèm theo`
}

function remember(words: Map<string, string>, block: BodyNode, cite: string): void {
  const id = block.attrs?.id
  if (typeof id === 'string' && !words.has(id)) words.set(id, cite)
}

const depth = (level: ClauseLevel | undefined) => (level ? rank(level) : -1)

/** From the clause outwards, up to the first one that needs no more: "điểm a khoản 2 Điều 5", "khoản 1 Mục II". */
function pathOf(open: readonly { level: ClauseLevel; cite: string }[]): string {
  const path: string[] = []
  for (const { level, cite } of open.toReversed()) {
    path.push(cite)
    if (ENOUGH.has(level)) break
  }
  return path.join(' ')
}
