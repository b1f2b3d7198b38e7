/** Where words stood that are gone: at what the text still knows of them, else between the letters that stood around. */
import type { Node } from '@tiptap/pm/model'
import { AROUND, type Spoken } from './anchor.ts'
import { keptIn, keptOf } from './kept.ts'
import { Letters } from './letters.ts'
import { formerPlace, type SharedText } from './stand.ts'
import { wordsOf } from './words.ts'

/** Fewer letters tell no place. */
const FEWEST = 8

/** A position beside which the words stood; null where nothing tells it. */
export function stoodAt(text: SharedText, doc: Node, spoken: Spoken): number | null {
  for (const { start, end } of [...keptOf(keptIn(text.doc), spoken), spoken.anchor])
    for (const json of [start, end]) {
      const pos = formerPlace(text, json)
      if (pos !== null && pos <= doc.content.size) return pos
    }
  const { around } = wordsOf(spoken)
  return around && between(Letters.of(doc), around.before, around.after)
}

/** Both sides at once tell most; where something was put between them, one side has to do. */
function between(letters: Letters, before: string, after: string): number | null {
  for (const length of [AROUND, AROUND / 2, FEWEST]) {
    const [left, right] = [before.slice(-length), after.slice(0, length)]
    const at = only(letters.text, left + right)
    if (at !== null) return edge(letters, at + left.length)
  }
  for (const length of [AROUND, AROUND / 2]) {
    const left = only(letters.text, before.slice(-length))
    if (left !== null) return edge(letters, left + Math.min(length, before.length))
    const right = only(letters.text, after.slice(0, length))
    if (right !== null) return edge(letters, right)
  }
  return null
}

/** Where some letters stand, if they stand there alone. */
function only(text: string, part: string): number | null {
  const at = part.length < FEWEST ? -1 : text.indexOf(part)
  return at === -1 || text.includes(part, at + 1) ? null : at
}

/** Behind the letter before this index. */
function edge(letters: Letters, index: number): number | null {
  const before = letters.at(index - 1)
  return before === null ? letters.at(index) : before + 1
}
