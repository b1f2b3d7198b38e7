/**
 * Reads a Yjs update (format v1) without building a document: which runs of structs it brings, and what it deletes.
 * Costs about 1 µs a keystroke whatever the document, where `Y.applyUpdate` costs 20–220 µs. It is also the border
 * (IN-1): what passes here cannot make `Y.applyUpdate` throw in somebody's browser, so nothing unreadable is logged.
 */
import { isUtf8 } from 'node:buffer'
import { holdsUnseen, isUnseenInside } from './unseen.ts'

/** Structs of one client that follow each other without a gap: clocks `clock` … `end - 1`, bytes `from` … `to - 1`. */
export interface Run {
  client: number
  clock: number
  end: number
  /** Structs in the run. */
  count: number
  bytes: Buffer
  from: number
  to: number
}

export interface Update {
  /** The whole update, as it came. */
  bytes: Buffer
  /** Descending by client, ascending by clock within one: Yjs's own order. */
  runs: Run[]
  /** Deleted ranges, three numbers each: client, clock, length. */
  deleted: number[]
  /** Where the delete set begins in `bytes`: its count of clients, then the entries. */
  deletedFrom: number
  /** Whether a string in it holds a control character of ASCII other than the line feed and the tab, which no page writes. */
  holdsControl: boolean
  /** The same of what nobody sees beyond ASCII (letters.ts, NEVER_WRITTEN). */
  holdsUnseen: boolean
  /**
   * What its structs stand beside or in, two numbers each: a client, and the highest of its clocks that is named. One
   * client may come more than once.
   */
  needs: number[]
  /** Structs and deleted ranges. */
  parts: number
  /** Lines, rows, cells and the like that it brings. */
  elements: number
}

/** What a struct says beside its content: see `someStruct`. Places of strings are of their bytes in the run's. */
export interface Struct {
  /** See KIND. */
  kind: number
  client: number
  clock: number
  /** What it stood to the right and to the left of, or what it stands in; −1 where it does not say. */
  origin: Reference
  rightOrigin: Reference
  parent: Reference
  /** The part of the document it stands in, said by its name, and its key there; null where it does not say. */
  root: string | null
  sub: string | null
  /** A type's number (see TYPE), −1 where it is none; the name of an element or of a mark. */
  type: number
  name: string
}

interface Reference {
  client: number
  clock: number
}

/** Not a Yjs update v1, or one that would break a document. */
export class BadUpdate extends Error {
  constructor(what: string) {
    super(what)
    this.name = 'BadUpdate'
  }
}

/** More than any page of ours sends: whoever reads it would be held up for too long. */
export class TooMuch extends Error {
  constructor(what: string) {
    super(what)
    this.name = 'TooMuch'
  }
}

/** What no page of ours writes, whatever it says: it is not read any further. */
export class Stranger extends Error {
  constructor(what: string) {
    super(what)
    this.name = 'Stranger'
  }
}

/**
 * What may come from a client at once. The largest honest one, a paste of 8 MB in 50,000 lines, has 300,000 structs; a draft
 * of 100 pages has 700 clients and some thousand deleted ranges.
 */
const MOST = {
  structs: 320_000,
  elements: 60_000,
  clients: 2_000,
  deletions: 150_000,
  values: 100_000,
  /** Of values of marks that are not the usual ones: one, and all together. */
  jsonBytes: 4_096,
  allJsonBytes: 128 * 1024,
}

/** Clocks and client ids stay exact in a double, with room to add two of them. */
const MAX_NUMBER = 2 ** 52
/** Nesting of a value inside an attribute; the product's own is 3. */
const MAX_DEPTH = 32
const HAS_ORIGIN = 0x80
const HAS_RIGHT_ORIGIN = 0x40
const HAS_PARENT_SUB = 0x20
/** Numbers of the content kinds in struct info (yjs/src/structs). */
export const KIND = {
  gc: 0,
  deleted: 1,
  json: 2,
  binary: 3,
  string: 4,
  embed: 5,
  format: 6,
  type: 7,
  any: 8,
  doc: 9,
  skip: 10,
}
/** Numbers of the shared types (yjs/src/structs/ContentType.js). */
export const TYPE = { text: 2, xmlElement: 3, xmlHook: 5, xmlText: 6 }
const LAST_TYPE = 6

let bytes: Buffer = Buffer.alloc(0)
let at = 0
let end = 0
let hasControl = false
let hasUnseen = false
/** Filled in by who reads a struct for what it says; null while its length is enough. */
let said: Struct | null = null
/** See `Update.needs`; null while nobody wants to know. */
let needed: number[] | null = null
/** From a client, and not from the log: bounded, and only what our pages write. */
let isIncoming = false
let values = 0
let elements = 0
let jsonBytes = 0

/** As `parseUpdate`, for what a client sends: throws TooMuch beyond what an honest one can have to say, and Stranger. */
export function parseIncoming(source: Buffer): Update {
  isIncoming = true
  values = jsonBytes = 0
  try {
    return parseUpdate(source)
  } finally {
    isIncoming = false
  }
}

/** Throws BadUpdate. The runs refer to `source`, which must not change afterwards. */
export function parseUpdate(source: Buffer): Update {
  bytes = source
  at = 0
  end = source.length
  hasControl = false
  hasUnseen = false
  said = null
  elements = 0
  const needs: number[] = (needed = [])
  let runs: Run[] | null = null
  const clients = readCount()
  if (isIncoming && clients > MOST.clients) throw new TooMuch('too many clients')
  let parts = 0
  let above = Infinity
  for (let i = 0; i < clients; i++) {
    const structs = readCount()
    parts += structs
    if (isIncoming && parts > MOST.structs) throw new TooMuch('too many structs')
    const client = readNumber()
    if (client >= above) throw new BadUpdate('clients are not in descending order')
    above = client
    runs = readRuns(client, readNumber(), structs, runs)
  }
  needed = null
  const deletedFrom = at
  const deleted = readDeleted()
  if (at !== end) throw new BadUpdate('bytes after the end')
  return {
    bytes: source,
    runs: runs ?? [],
    deleted,
    deletedFrom,
    holdsControl: hasControl,
    holdsUnseen: hasUnseen,
    needs,
    parts: parts + deleted.length / 3,
    elements,
  }
}

/** Adds to `runs`. A first `push` makes room for 17; nearly every update is one run, and a flood of them waits for its turn. */
function readRuns(client: number, first: number, structs: number, runs: Run[] | null): Run[] | null {
  let run: Run | null = null
  let clock = first
  for (let i = 0; i < structs; i++) {
    const from = at
    const length = readStruct(client, clock)
    if (length === 0) throw new BadUpdate('an empty struct')
    if (length < 0) {
      run = null // a gap
      clock -= length
    } else {
      clock += length
      if (run === null) {
        run = { client, clock: clock - length, end: 0, count: 0, bytes, from, to: 0 }
        if (runs === null) runs = [run]
        else runs.push(run)
      }
      run.end = clock
      run.count++
      run.to = at
    }
    if (clock > MAX_NUMBER) throw new BadUpdate('a clock out of range')
  }
  return runs
}

/** Where the struct that holds `clock` begins: how many structs of the run come before it, and its own clock. */
export function seekInRun(run: Run, clock: number): { skipped: number; clock: number; from: number } {
  bytes = run.bytes
  at = run.from
  end = run.to
  needed = null
  let reached = run.clock
  for (let skipped = 0; ; skipped++) {
    const from = at
    const length = Math.abs(readStruct(run.client, reached))
    if (reached + length > clock || at >= end) return { skipped, clock: reached, from }
    reached += length
  }
}

/** Of each client its structs in their order, STRIDE numbers each. */
export type Links = Map<number, number[]>

/** Numbers of one struct in `Links`: the clock it begins at, then client and clock of origin, right origin and parent (−1: none). */
export const STRIDE = 7

/** What each struct of the runs stands on. */
export function linksOf(runs: readonly Run[]): Links {
  const links: Links = new Map()
  const struct = blankStruct()
  needed = null
  try {
    for (const run of runs) {
      bytes = run.bytes
      at = run.from
      end = run.to
      let own = links.get(run.client)
      if (!own) links.set(run.client, (own = []))
      for (let clock = run.clock; at < end;) {
        said = struct
        const begins = clock
        clock += Math.abs(readStruct(run.client, clock))
        const { origin, rightOrigin, parent } = struct
        own.push(
          begins,
          origin.client,
          origin.clock,
          rightOrigin.client,
          rightOrigin.clock,
          parent.client,
          parent.clock,
        )
      }
    }
    return links
  } finally {
    said = null
  }
}

/**
 * Whether some struct of the runs, of one update that was parsed before, is such a one. All are told in one object,
 * whose fields change from struct to struct; without a document, a million structs take a quarter of a second.
 */
export function someStruct(runs: Run[], test: (struct: Struct) => boolean): boolean {
  const struct = blankStruct()
  needed = null
  try {
    for (const run of runs) {
      bytes = run.bytes
      at = run.from
      end = run.to
      struct.client = run.client
      for (let clock = run.clock; at < end;) {
        struct.clock = clock
        said = struct
        clock += Math.abs(readStruct(run.client, clock))
        if ((struct.kind === KIND.any && struct.root === null) || !test(struct)) continue
        return true
      }
    }
    return false
  } finally {
    said = null
  }
}

function blankStruct(): Struct {
  return {
    kind: 0,
    client: 0,
    clock: 0,
    origin: { client: -1, clock: -1 },
    rightOrigin: { client: -1, clock: -1 },
    parent: { client: -1, clock: -1 },
    root: null,
    sub: null,
    type: -1,
    name: '',
  }
}

/** Moves past one struct and returns its length in clocks; negative for a Skip (a gap). */
function readStruct(client: number, clock: number): number {
  const info = readByte()
  const kind = info & 31
  if (said) forget(said, kind)
  if (kind === KIND.gc) return readNumber()
  if (kind === KIND.skip) return -readNumber()
  if (info & HAS_ORIGIN) readReference(client, clock, said?.origin)
  if (info & HAS_RIGHT_ORIGIN) readReference(client, clock, said?.rightOrigin)
  if (!(info & (HAS_ORIGIN | HAS_RIGHT_ORIGIN))) {
    const parentIsRoot = readNumber()
    if (parentIsRoot === 1) {
      skipString()
      if (said) said.root = lastString()
    } else readReference(client, clock, said?.parent)
    if (info & HAS_PARENT_SUB) {
      skipString()
      if (said && said.root !== null) said.sub = lastString() // an attribute's name says nothing of its place
    }
  }
  return readContent(kind)
}

function forget(struct: Struct, kind: number): void {
  struct.kind = kind
  struct.origin.client = struct.rightOrigin.client = struct.parent.client = -1
  struct.root = struct.sub = null
  struct.type = -1
  struct.name = ''
}

/** Yjs takes a reference to the same client for granted; one that points ahead makes it throw for everybody. */
function readReference(client: number, clock: number, into?: Reference): void {
  const toClient = readNumber()
  const toClock = readNumber()
  if (into) {
    into.client = toClient
    into.clock = toClock
  }
  if (toClient === client && toClock >= clock) throw new BadUpdate('a struct that refers to its own future')
  if (needed) need(needed, toClient, toClock)
}

/** Neighbours are mostly of one client: its highest clock says enough. */
function need(pairs: number[], client: number, clock: number): void {
  const last = pairs.length - 2
  if (pairs[last] !== client) pairs.push(client, clock)
  else if (clock > (pairs[last + 1] as number)) pairs[last + 1] = clock
}

function readContent(kind: number): number {
  switch (kind) {
    case KIND.string:
      return readStringLength()
    case KIND.deleted:
      return readNumber()
    case KIND.format:
      skipString()
      if (said) said.name = lastString()
      skipJson()
      return 1
    case KIND.type: {
      const type = readNumber()
      if (type > LAST_TYPE) throw new BadUpdate('an unknown type')
      if (type === TYPE.xmlElement || type === TYPE.xmlHook) skipString()
      if (type === TYPE.xmlElement && ++elements > MOST.elements && isIncoming) throw new TooMuch('too many elements')
      if (said) {
        said.type = type
        if (type === TYPE.xmlElement) said.name = lastString()
      }
      return 1
    }
    case KIND.any: {
      const count = readCount()
      for (let i = 0; i < count; i++) skipAny(0)
      return count
    }
    case KIND.embed:
      refuseIncoming()
      skipJson()
      return 1
    case KIND.binary:
      refuseIncoming()
      skipBytes(readNumber())
      return 1
    case KIND.json: {
      refuseIncoming()
      const count = readCount()
      for (let i = 0; i < count; i++) skipJson(true)
      return count
    }
    default: // subdocuments and kinds of a later Yjs
      throw new BadUpdate('an unknown kind of content')
  }
}

/** Kinds of content that no page of ours writes; what an old log holds of them is still read. */
function refuseIncoming(): void {
  if (isIncoming) throw new Stranger('a kind of content')
}

/** The deleted ranges of an update that was parsed before; see `Update.deleted`. */
export function parseDeleted(source: Buffer, from: number): number[] {
  bytes = source
  at = from
  end = source.length
  return readDeleted()
}

/** A Yjs state vector: how many clocks of each client somebody has. Throws BadUpdate. */
export function parseStateVector(source: Buffer): Map<number, number> {
  bytes = source
  at = 0
  end = source.length
  const vector = new Map<number, number>()
  const count = readCount()
  for (let i = 0; i < count; i++) vector.set(readNumber(), readNumber())
  if (at !== end) throw new BadUpdate('bytes after the end')
  return vector
}

function readDeleted(): number[] {
  const deleted: number[] = []
  const clients = readCount()
  for (let i = 0; i < clients; i++) {
    const client = readNumber()
    const ranges = readCount()
    if (isIncoming && deleted.length / 3 + ranges > MOST.deletions) throw new TooMuch('too many deletions')
    for (let j = 0; j < ranges; j++) {
      const clock = readNumber()
      const length = readNumber()
      if (length === 0) throw new BadUpdate('an empty deletion') // Yjs throws when it must keep one for later
      if (clock + length > MAX_NUMBER) throw new BadUpdate('a deletion out of range')
      deleted.push(client, clock, length)
    }
  }
  return deleted
}

function readByte(): number {
  if (at >= end) throw new BadUpdate('it ends too early')
  return bytes[at++] as number
}

/** Not wire.ts' Reader: through an object or another module's variables, a key costs the server three times as much. */
function readNumber(): number {
  let byte = readByte()
  if (byte < 128) return byte
  let value = byte & 127
  let unit = 128
  do {
    byte = readByte()
    value += (byte & 127) * unit
    unit *= 128
    if (value > MAX_NUMBER) throw new BadUpdate('a number out of range')
  } while (byte > 127)
  return value
}

/** A count of things that take at least a byte each. */
function readCount(): number {
  const count = readNumber()
  if (count > end - at) throw new BadUpdate('it ends too early')
  return count
}

function skipBytes(count: number): void {
  at += count
  if (at > end) throw new BadUpdate('it ends too early')
}

function skipString(): void {
  readStringLength()
}

/** Where the string that was read last begins: it ends where the reading stands. */
let stringFrom = 0
const lastString = () => names.get(bytes, stringFrom, at)

/** The few names of an update, one for each length: the same bytes are not made a string of again and again. */
class Names {
  private readonly known: { bytes: Buffer; name: string }[] = []

  get(bytes: Buffer, from: number, to: number): string {
    const known = this.known[to - from]
    if (known?.bytes.compare(bytes, from, to) === 0) return known.name
    const name = bytes.toString('utf8', from, to)
    if (to - from < LONG_NAME) this.known[to - from] = { bytes: Buffer.from(name), name }
    return name
  }
}
/** No name of the product's is as long. */
const LONG_NAME = 32
const names = new Names()

/** Length in UTF-16 units, which is what Yjs counts. Browsers throw at bytes that are not UTF-8. */
function readStringLength(): number {
  const size = readNumber()
  const from = (stringFrom = at)
  skipBytes(size)
  for (let i = from; i < at; i++) {
    const byte = bytes[i] as number
    if (byte > 127) return lengthOfText(from, at)
    if (byte < BLANK || byte === DELETE) noteControl(byte)
  }
  return size
}

const BLANK = 0x20
const TAB = 0x09
const LINE_FEED = 0x0a
const DELETE = 0x7f

function noteControl(byte: number): void {
  if (byte !== LINE_FEED && byte !== TAB) hasControl = true
}

function lengthOfText(from: number, to: number): number {
  if (!isUtf8(bytes.subarray(from, to))) throw new BadUpdate('text that is not UTF-8')
  hasUnseen ||= holdsUnseen(bytes, from, to)
  let units = 0
  for (let i = from; i < to; i++) {
    const byte = bytes[i] as number
    if ((byte & 0xc0) !== 0x80) units += byte >= 0xf0 ? 2 : 1
    if (byte < BLANK || byte === DELETE) noteControl(byte)
  }
  return units
}

/** Values of marks as nearly all of them are: known without being read. */
const USUAL_JSON = new Set(['{}', 'true', 'null'].map((text) => keyOf(Buffer.from(text), 0, text.length)))
const LONGEST_USUAL = 4

function keyOf(of: Buffer, from: number, to: number): number {
  let key = to - from
  for (let i = from; i < to; i++) key = key * 256 + (of[i] as number)
  return key
}

function skipJson(orUndefined = false): void {
  const size = readNumber()
  if (isIncoming && size > MOST.jsonBytes) throw new TooMuch('a long value of a mark')
  const from = at
  skipBytes(size)
  if (size <= LONGEST_USUAL && USUAL_JSON.has(keyOf(bytes, from, at))) return
  if (isIncoming && (jsonBytes += size) > MOST.allJsonBytes) throw new TooMuch('too many values of marks')
  const text = bytes.toString('utf8', from, at)
  if (orUndefined && text === 'undefined') return
  if (!isUtf8(bytes.subarray(from, at))) throw new BadUpdate('text that is not UTF-8')
  try {
    const value: unknown = JSON.parse(text)
    hasUnseen ||= isUnseenInside(value)
  } catch {
    throw new BadUpdate('a value that is not JSON')
  }
}

/** A value in lib0's "any" encoding. */
function skipAny(depth: number): void {
  if (depth > MAX_DEPTH) throw new BadUpdate('a value nested too deeply')
  if (isIncoming && ++values > MOST.values) throw new TooMuch('too many values')
  switch (readByte()) {
    case 127: // undefined
    case 126: // null
    case 121: // false
    case 120: // true
      return
    case 125:
      return skipSignedNumber()
    case 124:
      return skipBytes(4)
    case 123:
    case 122:
      return skipBytes(8)
    case 119:
      return skipString()
    case 118: {
      const count = readCount()
      for (let i = 0; i < count; i++) {
        skipString()
        skipAny(depth + 1)
      }
      return
    }
    case 117: {
      const count = readCount()
      for (let i = 0; i < count; i++) skipAny(depth + 1)
      return
    }
    case 116:
      return skipBytes(readNumber())
    default:
      throw new BadUpdate('an unknown kind of value')
  }
}

/** lib0's varInt: six bits and a sign in the first byte, seven in each that follows. */
function skipSignedNumber(): void {
  let byte = readByte()
  let value = byte & 63
  for (let unit = 64; byte > 127; unit *= 128) {
    byte = readByte()
    value += (byte & 127) * unit
    if (value > Number.MAX_SAFE_INTEGER) throw new BadUpdate('a number out of range')
  }
}
