/**
 * What readers see that have given up the tables of a file: they look through its bytes for "4 0 obj", also within
 * streams and strings, and the last one of each number counts; "trailer" and streams that say they are tables lead them
 * to the rest. Each gives up at something else, so what follows a signature is only judged where they would see the same.
 */
import { Irregular, irregular } from './budget.ts'
import type { PdfFile } from './file.ts'
import { isSpace, parseIndirect, Parser } from './parse.ts'
import { sameEntry, streamEntries } from './section.ts'
import { isDict, nameOf, type PdfValue, Ref, Stream } from './values.ts'

/** All bytes up to the end of an update, its own included. Throws `Irregular` where a reader may see something else. */
export function needSameMended(file: PdfFile, index: number): void {
  const { start = 0, eof = 0 } = file.revisions[index] ?? {}
  const { headers, trailers, places: known, structures } = wordsIn(file)
  file.budget.step(headers.length + trailers.length)
  const last = new Map<number, number>()
  const streams: [start: number, end: number][] = []
  for (const { num, at } of headers) {
    if (at >= eof) break
    const place = num === null ? undefined : known.get(at)
    const isKnown = place !== undefined && place.num === num
    if (!isKnown && at >= start) irregular(`an object at ${at} that no table names`)
    // A file in a file that was signed, or words of a page.
    if (num === null || at >= start || at < (streams.at(-1)?.[1] ?? 0)) continue
    if (isKnown) streams.push([at, endOf(file, num, place.revision)])
    else needPlain(file, at)
    last.set(num, at)
  }
  for (const [num, at] of last) needLast(file, num, at, index - 1)
  needTrailers(
    file,
    index,
    trailers.filter((at) => at >= start || !isWithin(streams, at)),
  )
  for (const { offset, revision } of structures) if (revision <= index) needNothingNew(file, offset, revision)
}

interface Place {
  num: number
  revision: number
}

/** Where the tables say that objects stand. What a later one says of earlier bytes is irregular by itself. */
function placesOf(file: PdfFile): Map<number, Place> {
  const places = new Map<number, Place>()
  for (const { index: revision, entries, tables } of file.revisions) {
    const put = (num: number, offset: number) => {
      let at = offset
      while (isSpace(file.bytes[at])) at++
      places.set(at, { num, revision })
    }
    for (const [num, entry] of entries) if (entry.type === 'at') put(num, entry.offset)
    // A table's own stream need not be named by any.
    for (const at of tables) put(new Parser(file.bytes, at, file.budget).integer(), at)
  }
  return places
}

/** Where an object's stream ends; 0 for one that has none. */
function endOf(file: PdfFile, num: number, revision: number): number {
  const value = file.readable(num, revision)
  return value instanceof Stream ? value.raw.byteOffset - file.bytes.byteOffset + value.raw.length : 0
}

/** By halves: the last that begins before it. */
function isWithin(ranges: [start: number, end: number][], at: number): boolean {
  let [low, high] = [0, ranges.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((ranges[middle]?.[0] ?? 0) <= at) low = middle + 1
    else high = middle
  }
  return at < (ranges[low - 1]?.[1] ?? 0)
}

/** The last of its number, as of a revision, must be what the tables say; or nobody may ask for that number. */
function needLast(file: PdfFile, num: number, at: number, revision: number): void {
  const entry = file.entry(num, revision)
  if (entry?.type === 'at') {
    let offset = entry.offset
    while (isSpace(file.bytes[offset])) offset++
    if (offset !== at) irregular(`object ${num} stands at ${at} as well`)
  } else if (entry?.type === 'in') {
    const container = file.entry(entry.container, revision)
    if (container?.type !== 'at' || container.offset < at) irregular(`object ${num} stands behind its stream as well`)
  } else if (file.refersTo(num, revision)) irregular(`object ${num} that no table names`)
}

/** What no table names may be of no use, but it may not call itself a table or a stream of objects. */
function needPlain(file: PdfFile, at: number): void {
  const { value } = parseIndirect(file.bytes, at, file.budget, () => irregular('a length that may be another'))
  if (isStructure(value)) irregular(`a table or a stream of objects at ${at} that nothing leads to`)
}

const STRUCTURES = new Set(['XRef', 'ObjStm'])
const isStructure = (value: PdfValue) => value instanceof Stream && STRUCTURES.has(nameOf(value.dict.get('Type')) ?? '')

interface Structure {
  offset: number
  revision: number
}

/** Objects that say they are a table or a stream of objects, and are used as none. */
function structuresIn(file: PdfFile): Structure[] {
  const used = new Set(file.revisions.flatMap(({ tables }) => tables))
  for (const { index: revision, entries } of file.revisions) {
    const containers = new Set(Array.from(entries.values(), (entry) => (entry.type === 'in' ? entry.container : null)))
    for (const num of containers) {
      const container = num === null ? undefined : file.entry(num, revision)
      if (container?.type === 'at') used.add(container.offset)
    }
  }
  return file.revisions.flatMap(({ index: revision, entries }) =>
    Array.from(entries).flatMap(([num, entry]) =>
      entry.type === 'at' && !used.has(entry.offset) && isStructure(file.readable(num, revision))
        ? [{ offset: entry.offset, revision }]
        : [],
    ),
  )
}

/** For hybrid files some programs write the same table twice, and lead to the plain one. */
function needNothingNew(file: PdfFile, offset: number, revision: number): void {
  for (const [num, entry] of streamEntries(file.bytes, offset, file.budget))
    if (entry.type !== 'free' && !sameEntry(entry, file.entry(num, revision)))
      irregular(`a table at ${offset} that nothing leads to`)
}

/** Each table has one trailer, and no other words are one that leads elsewhere. */
function needTrailers(file: PdfFile, index: number, trailers: number[]): void {
  const { start = 0, eof = 0, trailer } = file.revisions[index] ?? {}
  const own = new Set(file.revisions.slice(0, index + 1).flatMap((revision) => revision.trailers))
  for (const at of trailers) {
    if (own.has(at) || at >= eof) continue
    if (at >= start) irregular(`a trailer at ${at} that is none`)
    const parser = new Parser(file.bytes, at + TRAILER.length, file.budget)
    parser.skip()
    if (file.bytes.toString('latin1', parser.at, parser.at + 2) !== '<<') continue
    const other = parser.value()
    const [root, otherRoot] = [trailer?.get('Root'), isDict(other) ? other.get('Root') : undefined]
    if (otherRoot !== undefined && !(otherRoot instanceof Ref && root instanceof Ref && otherRoot.num === root.num))
      irregular(`a trailer at ${at} that leads to another document`)
  }
}

/** "12 0 obj" as it stands somewhere; `num` is null where no two numbers stand before the word. */
interface Header {
  num: number | null
  at: number
}

interface Words {
  headers: Header[]
  trailers: number[]
  places: Map<number, Place>
  structures: Structure[]
}

/** No document of an office has as many objects. */
const MOST_WORDS = 300_000
const OBJECT = 'obj'
const TRAILER = 'trailer'
const MOST_DIGITS = 15

const known = new WeakMap<PdfFile, Words>()

/** Each in its order; looks through the file once. */
function wordsIn(file: PdfFile): Words {
  const before = known.get(file)
  if (before) return before
  const words: Words = {
    headers: placesIn(file.bytes, OBJECT).flatMap((word) => headerAt(file.bytes, word) ?? []),
    trailers: placesIn(file.bytes, TRAILER),
    places: placesOf(file),
    structures: structuresIn(file),
  }
  known.set(file, words)
  return words
}

function placesIn(bytes: Buffer, word: string): number[] {
  const places: number[] = []
  for (let at = bytes.indexOf(word); at >= 0; at = bytes.indexOf(word, at + word.length)) {
    if (word === OBJECT && bytes.toString('latin1', at - 3, at) === 'end') continue
    if (places.push(at) > MOST_WORDS) throw new Irregular('too-much', `more than ${MOST_WORDS} times ${word}`)
  }
  return places
}

const isLetter = (byte: number | undefined) => byte !== undefined && /[0-9A-Za-z]/.test(String.fromCharCode(byte))
const isDigit = (byte: number | undefined) => byte !== undefined && byte >= 0x30 && byte <= 0x39

/** Null where the word is part of another one. Goes back no further than to another such word. */
function headerAt(bytes: Buffer, word: number): Header | null {
  const back = (from: number, is: (byte: number | undefined) => boolean) => {
    let at = from
    while (at > 0 && is(bytes[at - 1])) at--
    return at
  }
  const genEnd = back(word, isSpace)
  const gen = back(genEnd, isDigit)
  if (genEnd === word && gen === genEnd) return null
  const numEnd = back(gen, isSpace)
  const at = back(numEnd, isDigit)
  const isWord = isLetter(bytes[word + OBJECT.length])
  if (gen === genEnd || numEnd === gen || at === numEnd) return isWord ? null : { num: null, at: word }
  return { num: Number(bytes.toString('latin1', Math.max(at, numEnd - MOST_DIGITS), numEnd)), at }
}
