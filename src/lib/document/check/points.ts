/** A điểm that stands as a khoản: «2. a) Nội dung» (Phụ lục I, Mục II.6.đ). */
import { contentAfter } from '../inline.ts'
import { vietnameseLetter } from '../numbering.ts'
import { type Block, calledIn, placeOf, positionOf } from './inspect.ts'
import type { Rule } from './rule.ts'

const POINT = /^\s*([a-zđ])\)\s*(?=\S)/u

export const pointRules: Rule[] = [
  {
    id: 'clause_begins_point',
    severity: 'advice',
    article: 'Phụ lục I, Mục II.6.đ',
    *find({ blocks }) {
      for (const block of blocks) {
        const typed = block.level === 'khoan' ? POINT.exec(block.text) : null
        if (!typed?.[1]) continue
        const { index, node } = block
        const content = contentAfter(node.content ?? [], positionOf(block, typed[0].length))
        const point = { ...node, attrs: { ...node.attrs, level: 'diem', restarts: false }, content }
        yield {
          place: placeOf(block, 0, typed[0].length),
          params: { found: typed[0].trim(), label: calledIn(block) },
          ...(nextPoint(blocks, block) === typed[1] && { mend: { act: 'replace-block', index, node: point } }),
        }
      }
    },
  },
]

/** The letter that it would have as a điểm; none where it has no khoản above it, it is not its turn, or it has điểm of its own. */
function nextPoint(blocks: readonly Block[], { index }: Block): string | null {
  if (blocks[index + 1]?.level === 'diem') return null
  const above = blocks[index - 1]
  if (above?.level === 'khoan' && !POINT.test(above.text)) return 'a'
  // Right below an article «1. a)» may begin a khoản; «2. b)» behind it says that both are điểm.
  const below = blocks[index + 1]
  if (above?.level === 'dieu') return below?.level === 'khoan' && POINT.exec(below.text)?.[1] === 'b' ? 'a' : null
  if (above?.level !== 'diem') return null
  let count = 1
  for (let at = index - 1; blocks[at]?.level === 'diem'; at--) count++
  return vietnameseLetter(count)
}
