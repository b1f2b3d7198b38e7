/** Two wordings of one block put together: what one person and what others have made of it since it was the same for both. */
import { canonicalJson } from '../canonical.ts'
import { common, Purse } from '../compare/sequence.ts'
import type { BodyNode } from '../model.ts'
import { isBlockRole } from '../nodes/textblock.ts'
import { inlineOf, type Letter, lettersOfContent } from './letters.ts'
import { unitsOf } from './saying.ts'

/** Steps of comparing two wordings of one line. */
const STEPS = 200_000

/** Null where both have changed what cannot be put together: a table, an image. */
export function mergedBlock(was: BodyNode, own: BodyNode, now: BodyNode): BodyNode | null {
  if (isSame(own, was)) return now
  if (isSame(now, was)) return own
  if (![was, own, now].every(({ type }) => isBlockRole(type))) return null
  const content = mergedContent(was.content ?? [], own.content ?? [], now.content ?? [])
  const { content: _, attrs: before = {}, ...kind } = own.type === was.type ? now : own
  const changed = Object.entries(own.attrs ?? {}).filter(([name, value]) => !isSame(value, was.attrs?.[name]))
  const attrs = { ...before, ...Object.fromEntries(changed) }
  return content && { ...kind, ...(Object.keys(attrs).length > 0 && { attrs }), ...(content.length > 0 && { content }) }
}

const isSame = (a: unknown, b: unknown): boolean => canonicalJson(a ?? null) === canonicalJson(b ?? null)

/** Letters that one of them took away are gone, those that came stay, the others' before one's own; null where it costs too much. */
function mergedContent(was: BodyNode[], own: BodyNode[], now: BodyNode[]): BodyNode[] | null {
  const [old, mine, theirs] = [was, own, now].map(lettersOfContent)
  const [inMine, inTheirs] = [own, now].map((content) => common(unitsOf(was), unitsOf(content), new Purse(STEPS)))
  if (!old || !mine || !theirs || !inMine || !inTheirs) return null
  const [toMine, toTheirs] = [new Map(inMine), new Map(inTheirs)]
  const merged: Letter[] = []
  let [nextMine, nextTheirs] = [0, 0]
  for (let index = 0; index <= old.length; index++) {
    const isEnd = index === old.length
    const [atMine, atTheirs] = isEnd ? [mine.length, theirs.length] : [toMine.get(index), toTheirs.get(index)]
    // What came in front of a letter that went comes in front of the next one that stayed.
    const before = atTheirs === undefined ? [] : theirs.slice(nextTheirs, atTheirs)
    const fresh = atMine === undefined ? [] : mine.slice(nextMine, atMine)
    merged.push(...before, ...(saying(fresh) === saying(before) ? [] : fresh))
    if (atTheirs !== undefined) nextTheirs = atTheirs + 1
    if (atMine !== undefined) nextMine = atMine + 1
    const [first, kept, other] = [old[index], mine[atMine ?? -1], theirs[atTheirs ?? -1]]
    if (!isEnd && first && kept && other) merged.push({ ...other, marks: marksOf(first, kept, other) })
  }
  return inlineOf(merged)
}

const saying = (letters: readonly Letter[]): string => letters.map(({ value }) => value).join('')

/** As the others have it, with what one has given the letter, and without what one has taken from it. */
function marksOf(was: Letter, own: Letter, now: Letter): readonly string[] {
  if (was.marks.join() === own.marks.join()) return now.marks
  const left = now.marks.filter((mark) => own.marks.includes(mark) || !was.marks.includes(mark))
  return [...left, ...own.marks.filter((mark) => !was.marks.includes(mark) && !left.includes(mark))]
}
