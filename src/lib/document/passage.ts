/** A passage of the shared text by its words, for what points to it from outside: a comment that came with a file. */
import * as Y from 'yjs'

/** Yjs relative positions as JSON, as the editor keeps them for a thread. */
interface Passage {
  start: unknown
  end: unknown
}

/** The one place in the body where these words stand; null where they stand nowhere, more than once, or over lines. */
export function passageOf(ydoc: Y.Doc, words: string): Passage | null {
  if (words === '') return null
  const found = textsIn(ydoc.getXmlFragment('body')).flatMap((text) =>
    placesIn(text, words).map((at) => ({ text, at })),
  )
  const [place] = found
  if (!place || found.length > 1) return null
  return { start: positionAt(place.text, place.at), end: positionAt(place.text, place.at + words.length) }
}

/** In any order, and however deep: a loop, since a hostile text is nested without end. */
function textsIn(root: Y.XmlFragment): Y.XmlText[] {
  const texts: Y.XmlText[] = []
  const open: Y.XmlFragment[] = [root]
  for (let parent = open.pop(); parent; parent = open.pop()) {
    for (const child of parent.toArray()) {
      if (child instanceof Y.XmlText) texts.push(child)
      else if (child instanceof Y.XmlElement) open.push(child)
    }
  }
  return texts
}

/** The first two places of the words at most: more say no more. */
function placesIn(text: Y.XmlText, words: string): number[] {
  const runs: { insert: unknown }[] = text.toDelta()
  const whole = runs.map(({ insert }) => (typeof insert === 'string' ? insert : '\uFFFC')).join('')
  const first = whole.indexOf(words)
  const second = first === -1 ? -1 : whole.indexOf(words, first + 1)
  return [first, second].filter((at) => at !== -1)
}

/** Plain data: Yjs leaves ids of a class of its own in it. */
function positionAt(text: Y.XmlText, index: number): unknown {
  return JSON.parse(JSON.stringify(Y.createRelativePositionFromTypeIndex(text, index)))
}
