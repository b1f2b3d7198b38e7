/** A passage of the shared text by its words, for what points to it from outside: a comment that came with a file. */
import * as Y from 'yjs'
import { type Anchor, AROUND } from './anchors/anchor.ts'
import { lettersIn } from './anchors/letters.ts'
import { withoutHalves } from './anchors/words.ts'

/** The one place in the body where these words stand; null where they stand nowhere, more than once, or over lines. */
export const passageOf = (ydoc: Y.Doc, words: string): Anchor | null => passagesIn(ydoc)(words)

/** Stands between two texts: no text of a document holds it. */
const BETWEEN = '\0'

/** The same for many words: the body is read once. */
export function passagesIn(ydoc: Y.Doc): (words: string) => Anchor | null {
  const types = textsIn(ydoc.getXmlFragment('body'))
  const texts = types.map((type) => wordsIn(type).replaceAll(BETWEEN, '\uFFFC'))
  const whole = texts.join(BETWEEN)
  const starts: number[] = []
  let length = 0
  for (const text of texts) {
    starts.push(length)
    length += text.length + BETWEEN.length
  }
  return (words) => {
    if (lettersIn(words) === '' || words.includes(BETWEEN)) return null
    const at = whole.indexOf(words)
    if (at === -1 || whole.indexOf(words, at + 1) !== -1) return null
    const index = lastUpTo(starts, at)
    const [type, start = 0] = [types[index], starts[index]]
    if (!type) return null
    const end = at + words.trimEnd().length
    const begin = at + words.length - words.trimStart().length
    return {
      start: positionAt(type, begin - start, 0),
      end: positionAt(type, end - start, -1),
      before: withoutHalves(lettersBeside(whole, begin, -1)),
      after: withoutHalves(lettersBeside(whole, end, 1)),
    }
  }
}

/** The last of the rising numbers that is not above `most`. */
function lastUpTo(numbers: readonly number[], most: number): number {
  let [low, high] = [0, numbers.length]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if ((numbers[middle] ?? 0) <= most) low = middle
    else high = middle
  }
  return low
}

/** The letters around a place, as many as an anchor keeps: from some, and from more where those hold too few. */
function lettersBeside(whole: string, at: number, side: 1 | -1): string {
  for (let reach = AROUND * 4; ; reach *= 4) {
    const part = side < 0 ? whole.slice(Math.max(0, at - reach), at) : whole.slice(at, at + reach)
    const letters = lettersIn(part.replaceAll(BETWEEN, ' '))
    const isAll = side < 0 ? at <= reach : at + reach >= whole.length
    if (letters.length > AROUND || isAll) return side < 0 ? letters.slice(-AROUND) : letters.slice(0, AROUND)
  }
}

/** In their order, and however deep: a loop, since a hostile text is nested without end. */
function textsIn(root: Y.XmlFragment): Y.XmlText[] {
  const texts: Y.XmlText[] = []
  const open: unknown[] = [root]
  while (open.length > 0) {
    const next = open.pop()
    if (next instanceof Y.XmlText) texts.push(next)
    else if (next instanceof Y.XmlFragment) for (const child of next.toArray().toReversed()) open.push(child)
  }
  return texts
}

function wordsIn(text: Y.XmlText): string {
  const runs: { insert: unknown }[] = text.toDelta()
  return runs.map(({ insert }) => (typeof insert === 'string' ? insert : '\uFFFC')).join('')
}

/** Plain data: Yjs leaves ids of a class of its own in it. */
function positionAt(text: Y.XmlText, index: number, assoc: number): unknown {
  return JSON.parse(JSON.stringify(Y.createRelativePositionFromTypeIndex(text, index, assoc)))
}
