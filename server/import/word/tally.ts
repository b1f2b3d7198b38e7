/**
 * Holds the reader to its promise: every word of the source is placed or named. It keeps which elements were read, and
 * how many letters were read, placed and left.
 */
import type { WordBlock, WordInline, WordRun } from './shapes.ts'
import { type Element, taken } from './xml.ts'

const WORDS = new Set(['w:t', 'w:delText', 'm:t'])

export class Tally {
  #read: Set<Element> = new Set()
  #letters = 0
  #left = 0

  /** Whether it had not been read before. */
  see(element: Element): boolean {
    if (this.#read.has(element)) return false
    this.#read.add(element)
    return true
  }

  /** Letters that go on their way, to be placed or left. */
  begin(text: string): void {
    this.#letters += lettersIn(text)
  }

  /** Letters that the report names, or that are told otherwise. */
  leave(runs: readonly WordRun[]): void {
    for (const { text } of runs) this.#left += lettersIn(text)
  }

  /** The words that nothing has read, by paragraphs. */
  unread(root: Element): string[] {
    const found: string[] = []
    let line = ''
    const end = () => {
      if (lettersIn(line) > 0) found.push(line)
      line = ''
    }
    const walk = (parent: Element) => {
      for (const element of taken(parent)) {
        if (element.name === 'w:p') end()
        if (WORDS.has(element.name) && this.see(element)) line += element.text
        walk(element)
        if (element.name === 'w:p') end()
      }
    }
    walk(root)
    end()
    return found
  }

  /** Letters that were read and stand neither in these blocks nor among what was left; 0 unless the reader is at fault. */
  astray(blocks: readonly WordBlock[]): number {
    return Math.max(0, this.#letters - this.#left - lettersOf(blocks))
  }
}

/** All elements with words under `root`, in reading order. */
export function* wordsUnder(root: Element): Generator<Element> {
  for (const element of taken(root)) {
    if (WORDS.has(element.name)) yield element
    yield* wordsUnder(element)
  }
}

/** Where each of these elements stands in the file: a number that is the same in every reading of it. Linear. */
export function placesOf(elements: ReadonlySet<Element>, roots: readonly Element[]): Map<Element, number> {
  const places = new Map<Element, number>()
  let at = 0
  const walk = (element: Element) => {
    at++
    if (elements.has(element)) places.set(element, at)
    for (const inner of element.children) walk(inner)
  }
  if (elements.size > 0) for (const root of roots) walk(root)
  return places
}

export function lettersIn(text: string): number {
  return text.match(/[\p{L}\p{N}]/gu)?.length ?? 0
}

function lettersOf(blocks: readonly WordBlock[]): number {
  let sum = 0
  for (const block of blocks) {
    if (block.is === 'paragraph') sum += inlineLetters(block.content)
    if (block.is !== 'table') continue
    for (const { cells } of block.rows) for (const cell of cells) sum += lettersOf(cell.blocks)
  }
  return sum
}

function inlineLetters(content: readonly WordInline[]): number {
  let sum = 0
  for (const inline of content) {
    if ('text' in inline) sum += lettersIn(inline.text)
    else if ('footnote' in inline) sum += inlineLetters(inline.footnote)
  }
  return sum
}
