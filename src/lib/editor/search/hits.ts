/** Where the matches stand in the body, and in its footnotes at their marks. */
import type { Node } from '@tiptap/pm/model'
import type { EditorState } from '@tiptap/pm/state'
import { DANGLING } from '../../document/references.ts'
import { numbersKey } from '../core/numbering.ts'
import { placeOf, type Reading, readLine, readText } from './line-reading.ts'
import { matchesIn, type Query } from './matching.ts'

export interface Hit {
  from: number
  to: number
  /** Position before the line, and behind it. */
  line: number
  lineEnd: number
  isText: boolean
  isLabel: boolean
  /** Which of its words, when it is a footnote that has the match; `from` is then its mark. */
  footnote: { start: number; end: number } | null
}

interface Line {
  node: Node
  at: number
  label: string
}

const knownLines = new WeakMap<Node, { label: string; reading: Reading }>()
const knownFootnotes = new WeakMap<Node, Reading>()

/** Pauses after each line, so that a search through a long document can be done in slices. */
export function* searchBody(state: EditorState, query: Query): Generator<undefined, Hit[]> {
  const numbers = numbersKey.getState(state)
  const cite = (target: unknown) => numbers?.cites().get(String(target)) ?? DANGLING
  const hits: Hit[] = []
  for (const { node, at, label } of linesOf(state)) {
    const line = { line: at, lineEnd: at + node.nodeSize }
    const reading = readingOf(node, label, cite)
    const first = hits.length
    for (const [start, end] of matchesIn(reading, query)) {
      const place = placeOf(reading, start, end)
      hits.push({ ...place, from: at + 1 + place.from, to: at + 1 + place.to, ...line, footnote: null })
    }
    if (addFootnotes(hits, node, query, line)) {
      hits.push(...hits.splice(first).sort((one, other) => one.from - other.from))
    }
    yield
  }
  return hits
}

/** The whole search at once. */
export function hitsOf(state: EditorState, query: Query): Hit[] {
  const search = searchBody(state, query)
  for (;;) {
    const { done, value } = search.next()
    if (done) return value
  }
}

function* linesOf(state: EditorState): Generator<Line, void> {
  const looks = numbersKey.getState(state)?.looks
  let at = 0
  for (const [index, block] of state.doc.children.entries()) {
    if (block.isTextblock) yield { node: block, at, label: looks?.[index]?.['data-label'] ?? '' }
    else {
      const lines: Line[] = []
      const start = at + 1
      block.descendants((node, within) => {
        if (node.isTextblock) lines.push({ node, at: start + within, label: '' })
        return !node.isTextblock
      })
      yield* lines
    }
    at += block.nodeSize
  }
}

function readingOf(node: Node, label: string, cite: (target: unknown) => string): Reading {
  const held = knownLines.get(node)
  if (held?.label === label) return held.reading
  const reading = readLine(node, label, cite)
  // What a reference says changes without its line.
  if (!node.children.some(({ type }) => type.name === 'reference')) knownLines.set(node, { label, reading })
  return reading
}

/** True when there were any. */
function addFootnotes(hits: Hit[], node: Node, query: Query, line: Pick<Hit, 'line' | 'lineEnd'>): boolean {
  const before = hits.length
  node.forEach((child, within) => {
    if (child.type.name !== 'footnote') return
    const reading = knownFootnotes.get(child) ?? readText(String(child.attrs.text))
    knownFootnotes.set(child, reading)
    const from = line.line + 1 + within
    for (const [start, end] of matchesIn(reading, query)) {
      hits.push({ from, to: from + 1, ...line, isText: true, isLabel: false, footnote: { start, end } })
    }
  })
  return hits.length > before
}

/** The first match at or behind a position; -1 when there is none. */
export function hitFrom(hits: readonly Hit[], position: number): number {
  return hits.findIndex(({ from }) => from >= position)
}
