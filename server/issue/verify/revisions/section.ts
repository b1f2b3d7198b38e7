/** One cross-reference section with its trailer (ISO 32000-2, 7.5.4, 7.5.5 and 7.5.8), read to the letter. */
import { type Budget, irregular } from './budget.ts'
import { behindBlanks, needBlank, parseIndirect, Parser } from './parse.ts'
import { unfold } from './unfold.ts'
import { type Dict, isDict, isWrittenAsReal, nameOf, type PdfValue, same, Stream } from './values.ts'

export type Entry =
  { type: 'free' } | { type: 'at'; offset: number; gen: number } | { type: 'in'; container: number; index: number }

export interface Section {
  offset: number
  /** Behind its "%%EOF". */
  eof: number
  /** What its "startxref" says: its own offset, but in a linearized file, where that in front may have none. */
  startxref: number | null
  trailer: Dict
  entries: Map<number, Entry>
  /** Objects that only the stream of a hybrid file names: old readers do not see them (7.5.8.4). */
  hidden: Set<number>
  prev: number | null
  /** Where its streams stand; none for a plain table. */
  tables: number[]
  /**
   * The stream of a hybrid file whose places for some objects are not those of the table, which counts more (7.5.8.4).
   * Programs that add to such a file name the old stream again; a new one like that would be an irregular one.
   */
  repeats: number | null
  /** Where the word stands in front of its trailer; mostly none for a stream. */
  trailers: number[]
  /** Bytes that are its own: the table or the stream with what follows it, and the stream of a hybrid file. */
  extents: [start: number, end: number][]
}

const ENTRY_BYTES = 20
const ENTRY = /^(\d{10}) (\d{5}) ([nf])(?: [\r\n]|\r\n)$/
const HIGHEST_OBJECT = 8_388_607 // as readers have it (ISO 32000-1, annex C)
const MAX_ENTRIES = 1_000_000
/** Where they are written with a point, some readers do without them. */
const WHOLE = ['Size', 'Prev', 'XRefStm']

/** Of a table that is a stream. */
export function streamEntries(bytes: Buffer, offset: number, budget: Budget): Map<number, Entry> {
  return readStream(bytes, offset, budget).entries
}

export function readSection(bytes: Buffer, offset: number, budget: Budget): Section {
  const start = behindBlanks(bytes, offset)
  const isTable = bytes.toString('latin1', start, start + 4) === 'xref'
  const { entries, trailer, trailers, end } = isTable
    ? readTable(bytes, offset, budget)
    : readStream(bytes, offset, budget)
  if (WHOLE.some((key) => isWrittenAsReal(trailer, key))) irregular('a place that is no whole number')
  const extents: Section['extents'] = []
  const tables = isTable ? [] : [offset]
  let repeats: number | null = null
  const hidden = new Set<number>()
  const hybrid = trailer.get('XRefStm')
  if (isTable && hybrid !== undefined) {
    if (typeof hybrid !== 'number' || !Number.isSafeInteger(hybrid) || hybrid <= 0 || hybrid >= offset)
      return irregular('a hybrid file without its stream')
    const stream = readStream(bytes, hybrid, budget)
    extents.push([hybrid, stream.end])
    tables.push(hybrid)
    for (const [num, entry] of stream.entries) {
      const seen = entries.get(num)
      if (!seen || seen.type === 'free') {
        entries.set(num, entry)
        if (!sameEntry(seen, entry)) hidden.add(num)
      } else if (entry.type !== 'free' && !sameEntry(seen, entry)) repeats = hybrid
    }
  }
  const { startxref, eof } = readEnd(
    bytes,
    isTable ? end : behindTrailer(bytes, end, trailer, trailers, budget),
    budget,
  )
  extents.push([offset, eof])
  return { offset, eof, startxref, trailer, entries, hidden, prev: prevOf(trailer), tables, repeats, trailers, extents }
}

export function sameEntry(a: Entry | undefined, b: Entry | undefined): boolean {
  if (!a || !b) return a === b
  if (a.type === 'at') return b.type === 'at' && a.offset === b.offset && a.gen === b.gen
  if (a.type === 'in') return b.type === 'in' && a.container === b.container && a.index === b.index
  return b.type === 'free'
}

function prevOf(trailer: Dict): number | null {
  const prev = trailer.get('Prev')
  if (prev === undefined) return null
  return typeof prev === 'number' && Number.isSafeInteger(prev) && prev > 0 ? prev : irregular('a Prev that is none')
}

interface Read {
  entries: Map<number, Entry>
  trailer: Dict
  trailers: number[]
  end: number
}

function readTable(bytes: Buffer, offset: number, budget: Budget): Read {
  const parser = new Parser(bytes, offset, budget)
  const entries = new Map<number, Entry>()
  parser.needs('xref')
  while (!parser.takes('trailer')) {
    const first = parser.integer()
    const count = parser.integer()
    checkRange(first, count, entries.size)
    if (count > 0) parser.skip()
    for (let i = 0; i < count; i++, parser.at += ENTRY_BYTES) {
      budget.step()
      const [, place, gen, kind] = ENTRY.exec(bytes.toString('latin1', parser.at, parser.at + ENTRY_BYTES)) ?? []
      if (!place || !gen) irregular(`no table entry at ${parser.at}`)
      add(entries, first + i, kind === 'f' ? { type: 'free' } : { type: 'at', offset: Number(place), gen: Number(gen) })
    }
  }
  // Readers that go through the lines of a table take a comment for an entry, give up, and look for the objects themselves.
  if (bytes.subarray(offset, parser.at).includes(0x25)) irregular('a comment in a table')
  const trailers = [parser.at - 'trailer'.length]
  const trailer = parser.value()
  if (!isDict(trailer)) return irregular('no trailer')
  return { entries, trailer, trailers, end: parser.at }
}

function readStream(bytes: Buffer, offset: number, budget: Budget): Read {
  const { value, end } = parseIndirect(bytes, offset, budget, () => irregular('a table that needs a table to be read'))
  if (!(value instanceof Stream) || nameOf(value.dict.get('Type')) !== 'XRef') return irregular(`no table at ${offset}`)
  const { dict } = value
  const content = unfold(value, budget, (item) => item ?? null) ?? irregular('a table in an unknown encoding')
  const [typeWidth, secondWidth, thirdWidth, ...more] = numbers(dict.get('W'))
  if (typeWidth === undefined || secondWidth === undefined || thirdWidth === undefined || more.length > 0)
    return irregular('a table without widths')
  if (typeWidth > 1 || secondWidth > 6 || thirdWidth > 6) irregular('a table with odd widths')
  const size = dict.get('Size')
  const ranges = dict.has('Index') ? numbers(dict.get('Index')) : [0, typeof size === 'number' ? size : 0]
  const entries = new Map<number, Entry>()
  let at = 0
  const field = (width: number, otherwise: number) => {
    const from = at
    at += width
    if (at > content.length) irregular('a table that is too short')
    return width === 0 ? otherwise : content.readUIntBE(from, width)
  }
  for (let range = 0; range + 1 < ranges.length; range += 2) {
    const [first = 0, count = 0] = ranges.slice(range, range + 2)
    checkRange(first, count, entries.size)
    for (let i = 0; i < count; i++) {
      budget.step()
      const type = field(typeWidth, 1)
      const second = field(secondWidth, 0)
      const third = field(thirdWidth, 0)
      if (type > 2) irregular('a kind of entry that is not known')
      if (type === 0) add(entries, first + i, { type: 'free' })
      else if (type === 1) add(entries, first + i, { type: 'at', offset: second, gen: third })
      else add(entries, first + i, { type: 'in', container: second, index: third })
    }
  }
  return { entries, trailer: dict, trailers: [], end }
}

function checkRange(first: number, count: number, already: number): void {
  if (!Number.isSafeInteger(first) || !Number.isSafeInteger(count) || first < 0 || count < 0) irregular('an odd range')
  if (first + count > HIGHEST_OBJECT + 1 || already + count > MAX_ENTRIES) irregular('more objects than there can be')
}

function add(entries: Map<number, Entry>, num: number, entry: Entry): void {
  if (entries.has(num)) irregular(`object ${num} twice in a table`)
  entries.set(num, entry)
}

function numbers(value: PdfValue | undefined): number[] {
  if (!Array.isArray(value)) return irregular('no list of numbers')
  return value.map((item) =>
    typeof item === 'number' && Number.isSafeInteger(item) && item >= 0 ? item : irregular('no number'),
  )
}

const OF_A_SECOND_TRAILER = new Set(['Size', 'ID', 'Info', 'Root'])

/** Adobe's programs write a trailer behind a stream as well, where it says nothing more. */
function behindTrailer(bytes: Buffer, at: number, dict: Dict, trailers: number[], budget: Budget): number {
  const parser = new Parser(bytes, at, budget)
  if (!parser.takes('trailer')) return at
  needBlank(bytes, at, parser.at - 'trailer'.length)
  trailers.push(parser.at - 'trailer'.length)
  const second = parser.value()
  const isKnown = ([key, value]: [string, PdfValue]) => OF_A_SECOND_TRAILER.has(key) && same(dict.get(key), value)
  return isDict(second) && [...second].every(isKnown) ? parser.at : irregular('a second trailer')
}

function readEnd(bytes: Buffer, at: number, budget: Budget): { startxref: number | null; eof: number } {
  const parser = new Parser(bytes, at, budget)
  if (!parser.takes('startxref')) return { startxref: null, eof: at }
  needBlank(bytes, at, parser.at - 'startxref'.length)
  const startxref = parser.integer()
  while (isBlank(bytes[parser.at])) parser.at++
  const eof = parser.at + 5
  if (bytes.toString('latin1', parser.at, eof) !== '%%EOF') irregular('a section without end')
  return { startxref, eof }
}

function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
}
