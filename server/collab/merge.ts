/**
 * Puts updates together byte by byte. In format v1 the structs of one client stand one after the other, so that
 * updates which follow each other are merged by appending bytes; only overlaps need Yjs (about 5 µs a keystroke).
 */
import * as Y from 'yjs'
import { Deleted } from './deleted.ts'
import { parseUpdate, type Run, type Update } from './update.ts'
import { sizeOfNumber, writeNumber } from './wire.ts'

/** Bytes of consecutive structs of one client, with room to grow. */
interface Piece extends Run {
  shared: boolean
}

const FIRST_ROOM_BYTES = 96
/** Slices of smaller buffers may come from Node's pool or a socket's chunk and would keep all of it alive. */
const SMALL_BYTES = 4096
const SKIP = 10

export class Merged {
  /** True for what stays in memory for long: small runs are then copied out of the buffers they came in. */
  private readonly keeps: boolean
  /** The only update so far: it needs no encoding. */
  private single: Update | null = null
  private readonly clients = new Map<number, Piece[]>()
  readonly deleted = new Deleted()
  private structBytes = 0
  updates = 0

  constructor(options: { keeps: boolean } = { keeps: false }) {
    this.keeps = options.keeps
  }

  /** Bytes held, near enough to compare with a limit. */
  get bytes(): number {
    return this.structBytes + 4 * this.deleted.ranges
  }

  get isEmpty(): boolean {
    return this.updates === 0
  }

  add(update: Update): void {
    this.single = this.updates++ === 0 && !this.keeps ? update : null
    for (let i = 0; i < update.runs.length; i++) {
      if (this.addRun(update.runs[i] as Run)) continue
      return this.addThroughYjs(update)
    }
    this.deleted.add(update.deleted)
  }

  /** Adds what another holds. */
  absorb(other: Merged): void {
    this.updates += other.updates
    this.single = null
    for (const run of other.runs()) {
      if (this.addRun(run)) continue
      return this.addThroughYjs(parseUpdate(other.encode()))
    }
    this.deleted.absorb(other.deleted)
  }

  private hold(run: Run): Piece {
    const piece = { ...run, shared: true }
    if (this.keeps && run.bytes.length < SMALL_BYTES) makeRoom(piece, 0)
    return piece
  }

  /** False when the run overlaps another only in part: bytes alone cannot be cut there. */
  private addRun(run: Run): boolean {
    const pieces = this.clients.get(run.client)
    if (!pieces) {
      this.clients.set(run.client, [this.hold(run)])
      this.structBytes += run.to - run.from
      return true
    }
    const last = pieces[pieces.length - 1] as Piece
    if (run.clock === last.end) {
      append(last, run)
      this.structBytes += run.to - run.from
      return true
    }
    if (run.clock >= last.clock && run.end <= last.end) return true // known
    if (run.clock > last.end) {
      pieces.push(this.hold(run)) // a gap, until what is missing comes
      this.structBytes += run.to - run.from
      return true
    }
    return this.insertRun(pieces, run)
  }

  private insertRun(pieces: Piece[], run: Run): boolean {
    const next = pieces.findIndex((piece) => piece.end > run.clock)
    const piece = pieces[next] as Piece
    if (run.clock >= piece.clock) return run.end <= piece.end
    if (run.end > piece.clock) return false
    this.structBytes += run.to - run.from
    const before = pieces[next - 1]
    if (before && before.end === run.clock) append(before, run)
    else pieces.splice(next, 0, this.hold(run))
    this.closeGap(pieces, before && before.end === run.end ? next - 1 : next)
    return true
  }

  private closeGap(pieces: Piece[], at: number): void {
    const piece = pieces[at] as Piece
    const next = pieces[at + 1]
    if (!next || next.clock !== piece.end) return
    append(piece, next)
    pieces.splice(at + 1, 1)
  }

  private addThroughYjs(update: Update): void {
    const whole = parseUpdate(Buffer.from(Y.mergeUpdates([this.encode(), update.bytes])))
    this.clients.clear()
    this.structBytes = 0
    this.single = null
    for (const run of whole.runs) this.addRun(run)
    this.deleted.add(whole.deleted)
  }

  /** How far the client's clocks reach without a gap from `clock` on. */
  reach(client: number, clock: number): number {
    let reached = clock
    for (const piece of this.clients.get(client) ?? []) {
      if (piece.clock > reached) break
      if (piece.end > reached) reached = piece.end
    }
    return reached
  }

  *runs(): Iterable<Run> {
    for (const pieces of this.clients.values()) yield* pieces
  }

  /** One update that says all of it. */
  encode(): Buffer {
    return this.single ? this.single.bytes : encodeUpdate([...this.runs()], this.deleted)
  }
}

function append(piece: Piece, run: Run): void {
  const more = run.to - run.from
  if (piece.shared || piece.to + more > piece.bytes.length) makeRoom(piece, more)
  run.bytes.copy(piece.bytes, piece.to, run.from, run.to)
  piece.to += more
  piece.end = run.end
  piece.count += run.count
}

function makeRoom(piece: Piece, more: number): void {
  const used = piece.to - piece.from
  const room = Buffer.allocUnsafeSlow(Math.max(FIRST_ROOM_BYTES, 2 * (used + more)))
  piece.bytes.copy(room, 0, piece.from, piece.to)
  piece.bytes = room
  piece.from = 0
  piece.to = used
  piece.shared = false
}

/** Writes an update from runs, in any order; those of one client must not overlap. */
export function encodeUpdate(runs: Run[], deleted: Deleted): Buffer {
  runs.sort((a, b) => b.client - a.client || a.clock - b.clock)
  const sections = sectionsOf(runs)
  let size = sizeOfNumber(sections.length) + deleted.size()
  for (const section of sections) size += section.size

  const into = Buffer.allocUnsafeSlow(size)
  let at = writeNumber(into, 0, sections.length)
  for (const section of sections) at = writeSection(into, at, runs, section)
  deleted.write(into, at)
  return into
}

/** The runs `first` … `last - 1` of one client, with the count of their structs (Skips included) and their size. */
interface Section {
  first: number
  last: number
  structs: number
  size: number
}

function sectionsOf(runs: Run[]): Section[] {
  const sections: Section[] = []
  for (let first = 0; first < runs.length;) {
    const { client, clock } = runs[first] as Run
    let structs = 0
    let size = 0
    let end = clock
    let last = first
    for (; last < runs.length && (runs[last] as Run).client === client; last++) {
      const run = runs[last] as Run
      if (run.clock > end) {
        structs++
        size += 1 + sizeOfNumber(run.clock - end)
      }
      structs += run.count
      size += run.to - run.from
      end = run.end
    }
    size += sizeOfNumber(structs) + sizeOfNumber(client) + sizeOfNumber(clock)
    sections.push({ first, last, structs, size })
    first = last
  }
  return sections
}

function writeSection(into: Buffer, start: number, runs: Run[], section: Section): number {
  const first = runs[section.first] as Run
  let at = writeNumber(into, start, section.structs)
  at = writeNumber(into, at, first.client)
  at = writeNumber(into, at, first.clock)
  let end = first.clock
  for (let i = section.first; i < section.last; i++) {
    const run = runs[i] as Run
    if (run.clock > end) {
      into[at++] = SKIP
      at = writeNumber(into, at, run.clock - end)
    }
    at += run.bytes.copy(into, at, run.from, run.to)
    end = run.end
  }
  return at
}
