/** A passage of the shared text by its words, for what points to it from outside: a comment that came with a file. */
import * as Y from 'yjs'
import { type Anchor, AROUND } from './anchors/anchor.ts'
import { lettersIn } from './anchors/letters.ts'
import { withoutHalves } from './anchors/words.ts'

/** The one place in the body where these words stand; null where they stand nowhere, more than once, or over lines. */
export function passageOf(ydoc: Y.Doc, words: string): Anchor | null {
  if (lettersIn(words) === '') return null
  const texts = textsIn(ydoc.getXmlFragment('body')).map((type) => ({ type, words: wordsIn(type) }))
  const found = texts.flatMap((text, index) => placesIn(text.words, words).map((at) => ({ ...text, index, at })))
  const [place] = found
  if (!place || found.length > 1) return null
  const end = place.at + words.trimEnd().length
  const start = place.at + words.length - words.trimStart().length
  const around = (from: number, to: number) => texts.slice(from, to).map((text) => text.words)
  return {
    start: positionAt(place.type, start, 0),
    end: positionAt(place.type, end, -1),
    before: withoutHalves(lettersIn([...around(0, place.index), place.words.slice(0, start)].join('')).slice(-AROUND)),
    after: withoutHalves(
      lettersIn([place.words.slice(end), ...around(place.index + 1, texts.length)].join('')).slice(0, AROUND),
    ),
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

/** The first two places of the words at most: more say no more. */
function placesIn(whole: string, words: string): number[] {
  const first = whole.indexOf(words)
  const second = first === -1 ? -1 : whole.indexOf(words, first + 1)
  return [first, second].filter((at) => at !== -1)
}

/** Plain data: Yjs leaves ids of a class of its own in it. */
function positionAt(text: Y.XmlText, index: number, assoc: number): unknown {
  return JSON.parse(JSON.stringify(Y.createRelativePositionFromTypeIndex(text, index, assoc)))
}
