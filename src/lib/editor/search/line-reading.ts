/**
 * A line as a person reads it, for finding: its own words, and what stands among them without being text – its number
 * ("Điều 5.") and the words of live references. Each place in what is read leads back to the document.
 */
import type { Node } from '@tiptap/pm/model'

export interface Reading {
  /** What is read, before any folding. */
  words: string
  parts: readonly Part[]
  /** The last folded form, so that each keystroke in the search field costs a search and no folding. */
  form?: { fold: (text: string) => string; text: string; places: Int32Array | null }
}

interface Part {
  /** Where the part begins in `words`. */
  start: number
  length: number
  /** Where it begins inside the line, as ProseMirror counts. */
  at: number
  kind: 'text' | 'label' | 'atom'
}

/** A footnote's mark and the like: nothing that one can look for, and nothing is found across it. */
const ATOM = '\uFFFC'

/** `label` is the line's number or ""; `cite` gives the words of a reference. */
export function readLine(node: Node, label: string, cite: (target: unknown) => string): Reading {
  const parts: Part[] = []
  let words = ''
  const add = (text: string, at: number, kind: Part['kind']) => {
    if (text === '') return
    parts.push({ start: words.length, length: text.length, at, kind })
    words += text
  }
  if (label) add(`${label} `, 0, 'label')
  node.forEach((child, at) => {
    if (child.isText) add(child.text ?? '', at, 'text')
    else if (child.type.name === 'reference') add(cite(child.attrs.target), at, 'atom')
    else add(child.type.name === 'hardBreak' ? '\n' : ATOM, at, 'atom')
  })
  return { words, parts }
}

/** Plain words: a footnote, a field of the page. */
export function readText(words: string): Reading {
  return { words, parts: [{ start: 0, length: words.length, at: 0, kind: 'text' }] }
}

interface Place {
  from: number
  to: number
  /** Typed text through and through; numbers and references are found, but only the document can change them. */
  isText: boolean
  /** The number of the line is part of it. */
  isLabel: boolean
}

/** Where a stretch of what is read stands inside the line. */
export function placeOf({ parts }: Reading, start: number, end: number): Place {
  const place: Place = { from: Infinity, to: 0, isText: true, isLabel: false }
  for (const part of parts) {
    const [first, last] = [Math.max(start, part.start), Math.min(end, part.start + part.length)]
    if (first >= last) continue
    const [from, to] = within(part, first, last)
    place.from = Math.min(place.from, from)
    place.to = Math.max(place.to, to)
    if (part.kind !== 'text') place.isText = false
    if (part.kind === 'label') place.isLabel = true
  }
  return place
}

function within(part: Part, first: number, last: number): [from: number, to: number] {
  if (part.kind === 'text') return [part.at + first - part.start, part.at + last - part.start]
  return part.kind === 'label' ? [0, 0] : [part.at, part.at + 1]
}
