/**
 * The letters of a document without its blanks and without its lines, each with its position. So words are found again
 * also where they were cut in two lines, joined into one, or brought into a table.
 */
import type { Node } from '@tiptap/pm/model'
import type { Passage } from './anchor.ts'

interface Line {
  letters: string
  /** Of each letter, from the start of the line's content. */
  offsets: Uint32Array
}

/** Lines do not change: a key press makes one line anew, the others are read once. */
const read = new WeakMap<Node, Line>()
const known = new WeakMap<Node, Letters>()

export class Letters {
  /** Position of the first place in each line. */
  readonly #starts: number[] = []
  /** How many letters stand before each line. */
  readonly #counts: number[] = []
  readonly #lines: Line[] = []
  readonly length: number
  #text: string | undefined

  private constructor(doc: Node) {
    let count = 0
    doc.descendants((node, pos) => {
      if (!node.isTextblock) return true
      const line = lineOf(node)
      this.#starts.push(pos + 1)
      this.#counts.push(count)
      this.#lines.push(line)
      count += line.letters.length
      return false
    })
    this.length = count
  }

  static of(doc: Node): Letters {
    const letters = known.get(doc) ?? new Letters(doc)
    known.set(doc, letters)
    return letters
  }

  get text(): string {
    return (this.#text ??= this.#lines.map(({ letters }) => letters).join(''))
  }

  /** Letters between two indexes, without putting all of them together. */
  slice(from: number, to: number): string {
    let words = ''
    for (let at = Math.max(0, last(this.#counts, from)); at < this.#lines.length; at++) {
      const count = this.#counts[at] ?? 0
      if (count >= to) break
      words += this.#lines[at]?.letters.slice(Math.max(0, from - count), to - count) ?? ''
    }
    return words
  }

  /** How many letters stand before a position. */
  before(pos: number): number {
    const at = last(this.#starts, pos)
    const line = this.#lines[at]
    if (!line) return 0
    return (this.#counts[at] ?? 0) + firstNotBelow(line.offsets, pos - (this.#starts[at] ?? 0))
  }

  /** Where a letter stands; null for one that is not there. */
  at(index: number): number | null {
    if (index < 0 || index >= this.length) return null
    const at = last(this.#counts, index)
    const offset = this.#lines[at]?.offsets[index - (this.#counts[at] ?? 0)]
    return offset === undefined ? null : (this.#starts[at] ?? 0) + offset
  }

  /** From the first letter to behind the last one, of those between two indexes; null where there are none. */
  passage(from: number, to: number): Passage | null {
    const [first, end] = [this.at(from), this.at(to - 1)]
    return from < to && first !== null && end !== null ? { from: first, to: end + 1 } : null
  }

  /** The same passage from its first letter to its last. */
  trimmed({ from, to }: Passage): Passage | null {
    return this.passage(this.before(from), this.before(to))
  }

  words({ from, to }: Passage): string {
    return this.slice(this.before(from), this.before(to))
  }
}

/** Text without its blanks. */
export function lettersIn(text: string): string {
  let letters = ''
  let from = 0
  for (let at = 0; at <= text.length; at++) {
    if (at < text.length && !isBlank(text.charCodeAt(at))) continue
    letters += text.slice(from, at)
    from = at + 1
  }
  return letters
}

function lineOf(node: Node): Line {
  const old = read.get(node)
  if (old) return old
  let letters = ''
  const offsets: number[] = []
  node.forEach((child, offset) => {
    if (!child.isText) return
    const text = child.text ?? ''
    letters += lettersIn(text)
    for (let at = 0; at < text.length; at++) if (!isBlank(text.charCodeAt(at))) offsets.push(offset + at)
  })
  const line = { letters, offsets: Uint32Array.from(offsets) }
  read.set(node, line)
  return line
}

function isBlank(code: number): boolean {
  if (code <= 0x20) return true
  if (code < 0xa0) return false
  if (code === 0xa0 || code === 0x3000 || code === 0xfeff || code === 0x1680) return true
  return code >= 0x2000 && (code <= 0x200f || code === 0x2028 || code === 0x2029 || code === 0x202f || code === 0x205f)
}

/** The last entry that is not above `value`; -1 for none. Of equal ones the last. */
function last(sorted: readonly number[], value: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] ?? 0) <= value) low = middle + 1
    else high = middle
  }
  return low - 1
}

function firstNotBelow(sorted: Uint32Array, value: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] ?? 0) < value) low = middle + 1
    else high = middle
  }
  return low
}
