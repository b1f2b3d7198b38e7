/**
 * Reads PDF syntax (ISO 32000-2, 7.2 and 7.3) and takes nothing that two readers might take differently: no key twice
 * in a dictionary, no string or stream without its end. Linear in what it reads.
 */
import { type Budget, irregular } from './budget.ts'
import { type Dict, markAsReal, Name, type PdfValue, Ref, Stream, Text } from './values.ts'

const MAX_DEPTH = 96

const SPACE = new Uint8Array(256)
for (const byte of [0x00, 0x09, 0x0a, 0x0c, 0x0d, 0x20]) SPACE[byte] = 1
const DELIMITER = new Uint8Array(256)
for (const character of '()<>[]{}/%') DELIMITER[character.charCodeAt(0)] = 1

const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/
const INTEGER = /^\d+$/
const PLAIN_INTEGER = /^\d{1,10}$/

export const isSpace = (byte: number | undefined): boolean => byte !== undefined && SPACE[byte] === 1

/** A bare word: an operator, or a keyword of the file's frame. */
export class Word {
  constructor(readonly word: string) {}
}
const ARRAY_END = new Word(']')
const DICT_END = new Word('>>')

export class Parser {
  constructor(
    readonly bytes: Buffer,
    public at: number,
    private readonly budget: Budget,
    /** What it must not read past. */
    private readonly limit = bytes.length,
  ) {}

  /** White space and comments. */
  skip(): void {
    const from = this.at
    this.pass()
    this.budget.step((this.at - from) >> 4)
  }

  private pass(): void {
    for (; this.at < this.limit; this.at++) {
      const byte = this.bytes[this.at] ?? 0
      if (byte === 0x25) {
        while (this.at + 1 < this.limit && this.bytes[this.at + 1] !== 0x0a && this.bytes[this.at + 1] !== 0x0d)
          this.at++
      } else if (SPACE[byte] === 0) return
    }
  }

  /** A value; a bare word is irregular. */
  value(): PdfValue {
    const read = this.read(0)
    return read instanceof Word ? irregular(`the word ${read.word}`) : read
  }

  /** The next value or bare word; null at the end. For content streams, where references do not occur. */
  next(): { item: PdfValue | Word } | null {
    this.skip()
    return this.at < this.limit ? { item: this.read(0) } : null
  }

  /** Takes the word when it stands here, whole. */
  takes(word: string): boolean {
    this.skip()
    const end = this.at + word.length
    if (end > this.limit || this.bytes.toString('latin1', this.at, end) !== word) return false
    const after = this.bytes[end]
    if (end < this.limit && after !== undefined && SPACE[after] === 0 && DELIMITER[after] === 0) return false
    this.at = end
    return true
  }

  needs(word: string): void {
    if (!this.takes(word)) irregular(`no ${word} at ${this.at}`)
  }

  /** A whole number of the file's frame, in digits alone: some readers give a table up that has "+1" or "1.0". */
  integer(): number {
    this.budget.step()
    this.skip()
    const word = this.regular()
    return PLAIN_INTEGER.test(word) ? Number(word) : irregular('no whole number')
  }

  private read(depth: number, withRefs = true): PdfValue | Word {
    this.budget.step()
    if (depth > MAX_DEPTH) irregular('too deep')
    this.skip()
    if (this.at >= this.limit) irregular('ends in the middle')
    const byte = this.bytes[this.at] ?? 0
    switch (byte) {
      case 0x2f:
        return this.name()
      case 0x28:
        return this.literal()
      case 0x5b:
        this.at++
        return this.array(depth)
      case 0x5d:
        this.at++
        return ARRAY_END
      case 0x3c:
        if (this.bytes[this.at + 1] !== 0x3c) return this.hex()
        this.at += 2
        return this.dict(depth)
      case 0x3e:
        if (this.bytes[this.at + 1] !== 0x3e) irregular('a lone >')
        this.at += 2
        return DICT_END
      case 0x7b:
      case 0x7d:
        this.at++
        return new Word(byte === 0x7b ? '{' : '}')
      case 0x29:
        return irregular('a lone )')
    }
    return this.wordOrNumber(withRefs)
  }

  private wordOrNumber(withRefs: boolean): PdfValue | Word {
    const word = this.regular()
    if (word === 'true') return true
    if (word === 'false') return false
    if (word === 'null') return null
    if (!NUMBER.test(word)) return new Word(word)
    if (withRefs && INTEGER.test(word)) {
      const ref = this.refFrom(Number(word))
      if (ref) return ref
    }
    const number = Number(word)
    return Number.isFinite(number) ? number : irregular('a number without end')
  }

  /** The rest of "12 0 R" behind the 12, when that is what stands there. */
  private refFrom(num: number): Ref | null {
    const start = this.at
    this.skip()
    const first = this.bytes[this.at] ?? 0
    if (this.at > start && first >= 0x30 && first <= 0x39) {
      const gen = this.regular()
      if (INTEGER.test(gen) && gen.length <= 5) {
        this.skip()
        if (this.bytes[this.at] === 0x52 && this.takes('R')) return new Ref(num, Number(gen))
      }
    }
    this.at = start
    return null
  }

  private regular(): string {
    const start = this.at
    while (this.at < this.limit) {
      const byte = this.bytes[this.at] ?? 0
      if (SPACE[byte] === 1 || DELIMITER[byte] === 1) break
      this.at++
    }
    if (this.at - start > 1024) irregular('a word without end')
    return this.bytes.toString('latin1', start, this.at)
  }

  private name(): Name {
    this.at++
    const raw = this.regular()
    if (!raw.includes('#')) return new Name(raw)
    return new Name(
      raw.replace(/#([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    )
  }

  private array(depth: number): PdfValue[] {
    const items: PdfValue[] = []
    for (;;) {
      const item = this.read(depth + 1)
      if (item === ARRAY_END) return items
      if (item instanceof Word) irregular(`the word ${item.word} in an array`)
      items.push(item)
    }
  }

  private dict(depth: number): Dict {
    const entries: Dict = new Map()
    const empty = new Set<string>()
    for (;;) {
      const key = this.read(depth + 1)
      if (key === DICT_END) return entries
      if (!(key instanceof Name)) irregular('a key that is no name')
      const start = this.at
      const value = this.read(depth + 1)
      if (value instanceof Word) irregular(`the word ${value.word} in a dictionary`)
      // Also where one of them is null: readers take the first or the last.
      if (entries.has(key.name) || empty.has(key.name)) irregular(`${key.name} twice in a dictionary`)
      if (Number.isInteger(value) && isOddlyWritten(this.bytes.subarray(start, this.at))) markAsReal(entries, key.name)
      // A key whose value is null is the same as none (7.3.7).
      if (value === null) empty.add(key.name)
      else entries.set(key.name, value)
    }
  }

  private hex(): Text {
    const start = this.at
    const end = this.bytes.indexOf(0x3e, start)
    if (end < 0 || end >= this.limit) irregular('a string without end')
    this.budget.step((end - start) >> 4)
    const digits = this.bytes.toString('latin1', start + 1, end)
    const plain = /^[0-9A-Fa-f]*$/.test(digits) ? digits : digits.replace(/[\0\t\n\f\r ]+/g, '')
    if (!/^[0-9A-Fa-f]*$/.test(plain)) irregular('a string of other than digits')
    this.at = end + 1
    return new Text(Buffer.from(plain.length % 2 ? `${plain}0` : plain, 'hex'), true, start, this.at)
  }

  private literal(): Text {
    const start = this.at
    const bytes: number[] = []
    let open = 1
    this.at++
    for (; this.at < this.limit; this.at++) {
      let byte = this.bytes[this.at] ?? 0
      if (byte === 0x28) open++
      else if (byte === 0x29 && --open === 0) {
        this.at++
        this.budget.step((this.at - start) >> 3)
        return new Text(Buffer.from(bytes), false, start, this.at)
      } else if (byte === 0x5c) {
        const escaped = this.escape()
        if (escaped === null) continue
        byte = escaped
      }
      bytes.push(byte)
    }
    return irregular('a string without end')
  }

  /** What the escape at this backslash stands for, read up to its last character; null for a line that goes on. */
  private escape(): number | null {
    const byte = this.bytes[++this.at] ?? 0
    const known = ESCAPES.get(byte)
    if (known !== undefined) return known
    if (byte === 0x0d && this.bytes[this.at + 1] === 0x0a) this.at++
    if (byte === 0x0d || byte === 0x0a) return null
    if (byte < 0x30 || byte > 0x37) return byte
    let code = byte - 0x30
    for (let digits = 1; digits < 3; digits++) {
      const next = this.bytes[this.at + 1] ?? 0
      if (next < 0x30 || next > 0x37) break
      code = code * 8 + next - 0x30
      this.at++
    }
    return code & 0xff
  }
}

/** With a point or a plus. */
const isOddlyWritten = (number: Buffer) => number.includes(0x2e) || number.includes(0x2b)

const ESCAPES = new Map([
  [0x6e, 0x0a],
  [0x72, 0x0d],
  [0x74, 0x09],
  [0x62, 0x08],
  [0x66, 0x0c],
])

const HIDING = /obj|stream|xref|trailer/
const LONGEST_COMMENT_BYTES = 256

/** Throws unless it is white space, and comments that nobody can take for more. */
export function needBlank(bytes: Buffer, from: number, to: number): void {
  for (let at = from; at < to; at++) {
    if (isSpace(bytes[at])) continue
    if (bytes[at] !== 0x25) irregular(`bytes that no table names at ${at}`)
    const begin = at
    while (at < to && bytes[at] !== 0x0a && bytes[at] !== 0x0d) at++
    if (at - begin > LONGEST_COMMENT_BYTES || HIDING.test(bytes.toString('latin1', begin, at)))
      irregular(`an odd comment at ${begin}`)
  }
}

/** Some programs count the end of the line before as well: all readers pass over that, but none over a comment. */
const MOST_BLANKS = 2

/** Where that begins which a table says is here. */
export function behindBlanks(bytes: Buffer, at: number): number {
  let start = at
  while (start < at + MOST_BLANKS && isSpace(bytes[start])) start++
  return isSpace(bytes[start]) || bytes[start] === 0x25 ? irregular(`nothing at ${at}`) : start
}

export interface IndirectObject {
  num: number
  gen: number
  value: PdfValue
  /** Behind "endobj". */
  end: number
}

/** Reads "12 0 obj … endobj"; `lengthOf` looks up a stream's length where that is a reference. */
export function parseIndirect(
  bytes: Buffer,
  at: number,
  budget: Budget,
  lengthOf: (ref: Ref) => PdfValue,
): IndirectObject {
  const parser = new Parser(bytes, behindBlanks(bytes, at), budget)
  const num = parser.integer()
  const gen = parser.integer()
  parser.needs('obj')
  let value = parser.value()
  if (value instanceof Map && parser.takes('stream')) {
    const start = streamStart(bytes, parser.at)
    const given = value.get('Length')
    const length = given instanceof Ref ? lengthOf(given) : given
    if (typeof length !== 'number' || !Number.isSafeInteger(length) || length < 0) irregular('a stream without length')
    if (start + length > bytes.length) irregular('a stream longer than the file')
    value = new Stream(value, bytes.subarray(start, start + length))
    parser.at = start + length
    // Nothing but an end of line may stand between: else a reader that looks for the word sees more of it.
    while (isSpace(bytes[parser.at]) && parser.at < start + length + 2) parser.at++
    if (bytes.toString('latin1', parser.at, parser.at + 9) !== 'endstream') irregular('a stream of another length')
    parser.needs('endstream')
  }
  parser.needs('endobj')
  return { num, gen, value, end: parser.at }
}

/** Behind the end of line that follows the word "stream" (7.3.8.1). */
function streamStart(bytes: Buffer, at: number): number {
  if (bytes[at] === 0x0a) return at + 1
  if (bytes[at] === 0x0d && bytes[at + 1] === 0x0a) return at + 2
  return irregular('a stream that does not begin on a line of its own')
}
