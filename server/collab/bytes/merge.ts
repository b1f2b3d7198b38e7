/**
 * Puts updates together byte by byte. In format v1 the structs of one client stand one after the other, so that
 * updates which follow each other are merged by appending bytes; only overlaps need Yjs (about 5 µs a keystroke).
 */
import * as Y from 'yjs'
import { encodeUpdate, type SpaceFor } from './compose.ts'
import { Deleted } from './deleted.ts'
import { parseUpdate, type Run, type Update } from './update.ts'
import { copyBytes } from './wire.ts'

/** Bytes of consecutive structs of one client, with room to grow. */
interface Piece extends Run {
  shared: boolean
}

const FIRST_ROOM_BYTES = 96
/** Slices of smaller buffers may come from Node's pool or a socket's chunk and would keep all of it alive. */
const SMALL_BYTES = 4096

/** Most hold one update that nobody looks into: they have this in common until they need one to write to. */
const NO_PIECES = new Map<number, Piece[]>()

export class Merged {
  /** True for what stays in memory for long: small runs are then copied out of the buffers they came in. */
  private readonly keeps: boolean
  /** The only update so far: it needs no encoding. */
  private single: Update | null = null
  /** Whether it has not been taken apart: what one person types between two commits is mostly one update. */
  private isFolded = false
  private clients = NO_PIECES
  private readonly ranges = new Deleted()
  private structBytes = 0
  updates = 0

  constructor(options: { keeps: boolean } = { keeps: false }) {
    this.keeps = options.keeps
  }

  /** Bytes held, near enough to compare with a limit. */
  get bytes(): number {
    if (this.isFolded && this.single) return this.single.bytes.length
    return this.structBytes + 4 * this.ranges.ranges
  }

  get deleted(): Deleted {
    this.unfold()
    return this.ranges
  }

  get isEmpty(): boolean {
    return this.updates === 0
  }

  add(update: Update): void {
    if (this.updates++ === 0 && !this.keeps) {
      this.single = update
      this.isFolded = true
      return
    }
    this.unfold()
    this.single = null
    this.addParts(update)
  }

  private unfold(): void {
    if (!this.isFolded || !this.single) return
    this.isFolded = false
    this.addParts(this.single)
  }

  private addParts(update: Update): void {
    for (let i = 0; i < update.runs.length; i++) {
      if (this.addRun(update.runs[i] as Run)) continue
      return this.addThroughYjs(update)
    }
    this.ranges.add(update.deleted)
  }

  /** Adds what another holds. */
  absorb(other: Merged): void {
    this.unfold()
    this.updates += other.updates
    this.single = null
    if (other.isFolded && other.single) return this.addParts(other.single)
    for (const run of other.runs()) {
      if (this.addRun(run)) continue
      return this.addThroughYjs(parseUpdate(other.encode()))
    }
    this.ranges.absorb(other.deleted)
  }

  private hold(run: Run): Piece {
    const { client, clock, end, count, bytes, from, to } = run
    const piece = { client, clock, end, count, bytes, from, to, shared: true }
    if (this.keeps && run.bytes.length < SMALL_BYTES) makeRoom(piece, 0)
    return piece
  }

  /** False when the run overlaps another only in part: bytes alone cannot be cut there. */
  private addRun(run: Run): boolean {
    const pieces = this.clients.get(run.client)
    if (!pieces) {
      if (this.clients === NO_PIECES) this.clients = new Map()
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
    this.clients = new Map()
    this.structBytes = 0
    this.single = null
    for (const run of whole.runs) this.addRun(run)
    this.ranges.add(whole.deleted)
  }

  /** How far the client's clocks reach without a gap from `clock` on. */
  reach(client: number, clock: number): number {
    this.unfold()
    let reached = clock
    for (const piece of this.clients.get(client) ?? []) {
      if (piece.clock > reached) break
      if (piece.end > reached) reached = piece.end
    }
    return reached
  }

  runs(): Run[] {
    if (this.isFolded && this.single) return this.single.runs
    const all: Run[] = []
    for (const pieces of this.clients.values()) all.push(...pieces)
    return all
  }

  /** One update that says all of it. */
  encode(spaceFor?: SpaceFor): Buffer {
    return this.single ? this.single.bytes : encodeUpdate(this.runs(), this.ranges, spaceFor)
  }
}

function append(piece: Piece, run: Run): void {
  const more = run.to - run.from
  if (piece.shared || piece.to + more > piece.bytes.length) makeRoom(piece, more)
  piece.to = copyBytes(run.bytes, run.from, run.to, piece.bytes, piece.to)
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
