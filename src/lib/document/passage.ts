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
  const found = textsIn(ydoc.getXmlFragment('body')).flatMap((text) => placesIn(text, words))
  const [place] = found
  return place && found.length === 1 ? place : null
}

function textsIn(parent: Y.XmlFragment): Y.XmlText[] {
  return parent.toArray().flatMap((child) => {
    if (child instanceof Y.XmlText) return [child]
    return child instanceof Y.XmlElement ? textsIn(child) : []
  })
}

function placesIn(text: Y.XmlText, words: string): Passage[] {
  const runs: { insert: unknown }[] = text.toDelta()
  const whole = runs.map(({ insert }) => (typeof insert === 'string' ? insert : '\uFFFC')).join('')
  const places: Passage[] = []
  for (let at = whole.indexOf(words); at !== -1; at = whole.indexOf(words, at + 1)) {
    places.push({ start: positionAt(text, at), end: positionAt(text, at + words.length) })
  }
  return places
}

/** Plain data: Yjs leaves ids of a class of its own in it. */
function positionAt(text: Y.XmlText, index: number): unknown {
  return JSON.parse(JSON.stringify(Y.createRelativePositionFromTypeIndex(text, index)))
}
