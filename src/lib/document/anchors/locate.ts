/**
 * Where words that are spoken about stand now. A question to the text alone: whoever has the same text, the author who
 * wrote it, a colleague looking on or a reader who comes later, gets the same answer.
 */
import type { Node } from '@tiptap/pm/model'
import type { Passage, Spoken } from './anchor.ts'
import { type Kept, keptIn, keptOf } from './kept.ts'
import { Letters } from './letters.ts'
import { type Ends, heldPassage, type SharedText, standing } from './stand.ts'
import { beginningAt, endingAt, type Span, type Words, wordsAnywhere, wordsOf, wordsTouching } from './words.ts'

export interface Place extends Passage {
  /** Its first and last letter are those that the text says; else it was found by its words. */
  isHeld: boolean
}

/** Only what was found. `search` says for whose words the whole text may be looked through. */
export function locate(
  text: SharedText,
  doc: Node,
  spoken: readonly Spoken[],
  { kept = keptIn(text.doc), search = () => true }: { kept?: Kept; search?: (id: string) => boolean } = {},
): Map<string, Place> {
  const anchors = spoken.map((one) => [...keptOf(kept, one), one.anchor])
  const ends = standing(text, anchors.flat())
  const places = new Map<string, Place>()
  let next = 0
  for (const [at, one] of spoken.entries()) {
    const count = anchors[at]?.length ?? 0
    const own = ends.slice(next, (next += count))
    const held = heldIn(own)
    if (held) places.set(one.id, { ...held, isHeld: true })
    else {
      const found = byWords(Letters.of(doc), wordsOf(one), own, search(one.id))
      if (found) places.set(one.id, { ...found, isHeld: false })
    }
  }
  for (const [id, { from, to }] of places) if (from >= to || to > doc.content.size) places.delete(id)
  return places
}

/** What was told last, and of two that were told at once the wider one; else the thread's own. */
function heldIn(ends: readonly Ends[]): Passage | null {
  const told = ends.slice(0, -1).map(heldPassage)
  const own = ends.at(-1)
  return widest(told) ?? (own ? heldPassage(own) : null)
}

export function widest(passages: readonly (Passage | null)[]): Passage | null {
  let found: Passage | null = null
  for (const one of passages) if (one && (!found || one.to - one.from > found.to - found.from)) found = one
  return found
}

function byWords(letters: Letters, words: Words, ends: readonly Ends[], isSearched: boolean): Passage | null {
  for (const one of ends) {
    const span = beside(letters, words, one)
    if (span) return letters.passage(span.from, span.to)
  }
  const span = isSearched ? wordsAnywhere(letters, words) : null
  return span && letters.passage(span.from, span.to)
}

/** At a place of which not both ends are letters any more: all of the words, or what is left of them. */
function beside(letters: Letters, words: Words, { start, end }: Ends): Span | null {
  const [isStart, isEnd] = [start?.isLetter === true, end?.isLetter === true]
  const positions = [start, end].flatMap((one) => (one ? [letters.before(one.pos)] : []))
  if (positions.length === 0) return null
  const [from, to] = [Math.min(...positions), Math.max(...positions)]
  const all = wordsTouching(letters, words, { from, to, isStart, isEnd })
  if (all) return all
  if (start && end && start.pos < end.pos && from < to) {
    if (isStart || isEnd || words.letters.includes(letters.slice(from, Math.min(to, from + words.letters.length + 1))))
      return { from, to }
  }
  if (start && isStart) return beginningAt(letters, words, letters.before(start.pos))
  return end && isEnd ? endingAt(letters, words, letters.before(end.pos)) : null
}
