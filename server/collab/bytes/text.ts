/**
 * The text of one draft as bytes: no Y.Doc, whose every keystroke would cost more the older the draft is.
 *
 *   base      one encoded update; what compaction made of everything before
 *   stored    what was committed since
 *   unsaved   what was accepted and is on its way to the disk
 *
 * A newcomer gets the base as it is and the rest in one piece; who comes back gets only what is missing.
 */
import { composeUpdate, encodeUpdate } from './compose.ts'
import { Deleted } from './deleted.ts'
import { Merged } from './merge.ts'
import { standInOrder } from './order.ts'
import { parseDeleted, parseStateVector, parseUpdate, type Run, seekInRun, type Update } from './update.ts'
import { sizeOfNumber, writeNumber } from './wire.ts'

/** What a client must be sent. With `whole`, that update first; the client is in step once it has `rest` as well. */
export interface Answer {
  whole: Buffer | null
  rest: Buffer
}

/** Below this, layers cost a newcomer nothing worth mentioning. */
const SMALLEST_FOLD_BYTES = 8 * 1024

/** A hundred pages have some 22,000; a thousand are about as much as a draft may weigh (limits.ts, documentBytes). */
const MOST_PARTS = 600_000
/** Below it the base is not looked into. */
const FEW_PARTS = 10_000
/**
 * Lines, rows, cells. A hundred pages have some 3,000, a table of 1,500 rows some 17,000; what comes near is shown by its
 * words alone.
 */
const MOST_ELEMENTS = 100_000
const FEW_ELEMENTS = 5_000
/** Each opening in which somebody types is one; a hundred pages have some 700. Yjs slows down with each. */
const MOST_CLIENTS = 5_000

/** What compaction left in the database: an update, and the state vector that goes with it. */
export interface Snapshot {
  state: Buffer
  vector: Buffer
}

export class Text {
  private base: Base
  private stored: Merged[] = [new Merged({ keeps: true })]
  private unsaved: Merged[] = []
  private readonly vector: Map<number, number>
  private encodedVector: Buffer | null = null
  private deleted: Deleted | null = null
  private hasGaps = false
  /** Structs and deleted ranges that were noted since the base was made. */
  private looseParts = 0
  private looseElements = 0
  /** Bytes that went into the base without a compaction. */
  private foldedBytes = 0

  /** From the snapshot, if there is one, and the rows after it in the order of the log. Throws BadUpdate. */
  constructor(snapshot: Snapshot | null, updates: Buffer[]) {
    if (snapshot) {
      this.base = new Base(snapshot.state)
      this.vector = parseStateVector(snapshot.vector)
      this.encodedVector = snapshot.vector
      for (const update of updates) this.addStored(parseUpdate(update))
    } else {
      this.base = new Base(updates.length === 1 ? (updates[0] as Buffer) : joinUpdates(updates))
      this.vector = new Map()
      for (const run of this.base.runs) this.advance(run)
      if (this.hasGaps) this.settleGaps(this.base.runs)
      this.foldedBytes = this.base.bytes.length
    }
  }

  /** Bytes held, near enough to compare with a limit. */
  get size(): number {
    let size = this.base.bytes.length
    for (const layer of this.stored) size += layer.bytes
    for (const layer of this.unsaved) size += layer.bytes
    return size
  }

  /** Bytes stored since the last compaction. */
  get looseBytes(): number {
    return this.foldedBytes + this.layeredBytes
  }

  private get layeredBytes(): number {
    let bytes = 0
    for (const layer of this.stored) bytes += layer.bytes
    return bytes
  }

  get baseBytes(): number {
    return this.base.bytes.length
  }

  /** The update without what is known already; null when nothing of it is new. */
  news(update: Update, isLive: boolean): Update | null {
    let fresh = 0
    for (const run of update.runs) if (run.end > (this.vector.get(run.client) ?? 0)) fresh++
    // Yjs sends a live update only when something changed, but all it ever deleted with each step 2.
    const deleted = isLive || update.deleted.length === 0 ? update.deleted : this.known().unknown(update.deleted)
    if (fresh === 0 && deleted.length === 0) return null
    if (fresh === update.runs.length && deleted.length === update.deleted.length) return update
    const runs = update.runs.filter((run) => run.end > (this.vector.get(run.client) ?? 0))
    const rest = new Deleted()
    rest.add(deleted)
    return parseUpdate(encodeUpdate(runs, rest))
  }

  /** Whether the text holds control characters from before they were refused; reads all of it. */
  get holdsControl(): boolean {
    return parseUpdate(this.encode()).holdsControl
  }

  /** The same of unseen characters beyond ASCII. */
  get holdsUnseen(): boolean {
    return parseUpdate(this.encode()).holdsUnseen
  }

  /**
   * Whether the update hangs on what is not here: structs before its own or beside them, or words to delete. It would show
   * on some screens and not on others, and might come into the text at a moment of somebody else's choosing. Every honest
   * client says together with its words what they stand on.
   */
  lacksGroundFor(update: Update): boolean {
    return (this.hangs(update) || !this.stands(update)) && !this.hasLooseEnds()
  }

  private hangs({ runs, needs, deleted }: Update): boolean {
    const reached = new Map<number, number>()
    const known = (client: number) => reached.get(client) ?? this.vector.get(client) ?? 0
    for (const { client, clock, end } of runs) {
      if (clock > known(client)) return true
      reached.set(client, Math.max(end, known(client)))
    }
    for (let i = 0; i < needs.length; i += 2) {
      if ((needs[i + 1] as number) >= known(needs[i] as number)) return true
    }
    for (let i = 0; i < deleted.length; i += 3) {
      if ((deleted[i + 1] as number) + (deleted[i + 2] as number) > known(deleted[i] as number)) return true
    }
    return false
  }

  private stands({ runs, needs }: Update): boolean {
    if (runs.length < 2) return true
    const brought = new Set(runs.map(({ client }) => client))
    for (let i = 0; i < needs.length; i += 2) {
      const client = needs[i] as number
      if (brought.has(client) && (needs[i + 1] as number) >= (this.vector.get(client) ?? 0))
        return standInOrder(runs, this.vector)
    }
    return true
  }

  /** A text from before that was looked at may hold what hangs in the air; its clients send it back. */
  private hasLooseEnds(): boolean {
    const isLoose = ({ client, end }: Run) => end > (this.vector.get(client) ?? 0)
    return this.base.runs.some(isLoose) || [...this.stored, ...this.unsaved].some((layer) => layer.runs().some(isLoose))
  }

  /** Whether the text would have more structs and deleted ranges, elements or clients than anybody could open. */
  isTooFineWith({ runs, parts, elements }: Update): boolean {
    if (this.vector.size + runs.length > MOST_CLIENTS && this.clientsWith(runs) > MOST_CLIENTS) return true
    const lines = this.looseElements + elements
    if (lines > FEW_ELEMENTS && this.base.elements + lines > MOST_ELEMENTS) return true
    const loose = this.looseParts + parts
    return loose > FEW_PARTS && this.base.parts + loose > MOST_PARTS
  }

  private clientsWith(runs: readonly Run[]): number {
    const added = new Set<number>()
    for (const { client } of runs) if (!this.vector.has(client)) added.add(client)
    return this.vector.size + added.size
  }

  /** Whether the update would change the text at all. */
  hasNews(update: Update): boolean {
    return this.news(update, false) !== null
  }

  /** Takes note of an update that was put into `layer`, one of the unsaved. */
  noteUnsaved(update: Update, layer: Merged): void {
    if (this.unsaved.length === 0) this.unsaved = [layer]
    else if (!this.unsaved.includes(layer)) this.unsaved.push(layer)
    this.note(update)
  }

  /** An update from the log, put there by another node. */
  addStored(update: Update): void {
    this.newest().add(update)
    this.note(update)
  }

  /** The layers are on disk now. */
  markStored(layers: Iterable<Merged>): void {
    const newest = this.newest()
    for (const layer of layers) {
      const at = this.unsaved.indexOf(layer)
      if (at >= 0) this.unsaved.splice(at, 1)
      newest.absorb(layer)
    }
    this.fold()
  }

  /**
   * Makes what is stored part of the base once it is as large: a newcomer then gets it as it is. It doubles each time,
   * so a byte is copied a few times at most.
   */
  private fold(): void {
    const layered = this.layeredBytes
    if (this.stored.length > 1 || layered < SMALLEST_FOLD_BYTES || layered < this.base.bytes.length) return
    this.base = new Base(joinUpdates([this.base.bytes, this.newest().encode()]))
    this.stored = [new Merged({ keeps: true })]
    this.foldedBytes += layered
    this.looseParts = this.looseElements = 0
  }

  /** Everything that is on disk, as updates in their order. */
  storedUpdates(): Buffer[] {
    return [this.base.bytes, ...this.stored.filter((layer) => !layer.isEmpty).map((layer) => layer.encode())]
  }

  /** Begins a compaction: everything stored up to now, as updates. What is stored meanwhile is kept apart. */
  beginCompaction(): Buffer[] {
    const updates = this.storedUpdates()
    this.stored.push(new Merged({ keeps: true }))
    return updates
  }

  /**
   * Ends it. `compacted` says the same as what `beginCompaction` gave, in fewer bytes. Throws when it holds less than
   * it should: a text is never replaced by a smaller one.
   */
  endCompaction(compacted: Buffer): void {
    const base = new Base(compacted)
    const reached = new Map<number, number>()
    for (const run of base.runs) reached.set(run.client, Math.max(reached.get(run.client) ?? 0, run.end))
    const squashed = [...this.base.runs, ...this.stored.slice(0, -1).flatMap((layer) => layer.runs())]
    for (const run of squashed) {
      if ((reached.get(run.client) ?? 0) < run.end) throw new Error('a compaction lost text')
    }
    this.base = base
    this.stored = [this.newest()]
    this.foldedBytes = 0
    this.looseParts = this.looseElements = 0
    this.deleted = null
  }

  /** Gives it up: everything stays as it was. */
  abandonCompaction(): void {
    if (this.stored.length === 1) return
    const [first, ...later] = this.stored as [Merged, ...Merged[]]
    for (const layer of later) first.absorb(layer)
    this.stored = [first]
  }

  /** What somebody lacks whose state vector this is. */
  answer(have: Map<number, number>): Answer {
    const layers = [...this.stored, ...this.unsaved].filter((layer) => !layer.isEmpty)
    if (have.size === 0 && layers.length === 0) return { whole: null, rest: this.base.bytes }
    const runs: Run[] = []
    for (const layer of layers) for (const run of layer.runs()) pushMissing(runs, run, have)
    if (have.size === 0) return { whole: this.base.bytes, rest: composeUpdate(runs, deletedIn(layers)) }
    for (const run of this.base.runs) pushMissing(runs, run, have)
    // A client with the same vector may still lack deletions: they do not move it.
    return { whole: null, rest: composeUpdate(runs, this.known()) }
  }

  /** The whole text as one update. */
  encode(): Buffer {
    const { whole, rest } = this.answer(new Map())
    return whole ? joinUpdates([whole, rest]) : rest
  }

  stateVector(): Buffer {
    return (this.encodedVector ??= encodeVector(this.vector))
  }

  /** Lets go of what can be made again. */
  forgetIndex(): void {
    this.deleted = null
  }

  private newest(): Merged {
    return this.stored[this.stored.length - 1] as Merged
  }

  private note(update: Update): void {
    this.looseParts += update.parts
    this.looseElements += update.elements
    for (const run of update.runs) this.advance(run)
    if (this.hasGaps) this.settleGaps(update.runs)
    this.deleted?.add(update.deleted)
    if (update.runs.length > 0) this.encodedVector = null
  }

  private advance(run: Run): void {
    const reached = this.vector.get(run.client) ?? 0
    if (run.clock > reached) this.hasGaps = true
    else if (run.end > reached) this.vector.set(run.client, run.end)
  }

  /** A client may send its newest edit before the older ones it made offline; clocks count once the gap is closed. */
  private settleGaps(runs: Run[]): void {
    for (const { client } of runs) {
      const before = this.vector.get(client) ?? 0
      let reached = before
      for (let again = true; again;) {
        again = false
        for (const layer of [...this.stored, ...this.unsaved]) {
          const further = layer.reach(client, reached)
          if (further > reached) {
            reached = further
            again = true
          }
        }
        for (const run of this.base.runs) {
          if (run.client === client && run.clock <= reached && run.end > reached) {
            reached = run.end
            again = true
          }
        }
      }
      if (reached > before) this.vector.set(client, reached)
    }
  }

  private known(): Deleted {
    if (this.deleted) return this.deleted
    const deleted = deletedIn([...this.stored, ...this.unsaved])
    deleted.add(parseDeleted(this.base.bytes, this.base.deletedFrom))
    return (this.deleted = deleted)
  }
}

function deletedIn(layers: Merged[]): Deleted {
  const deleted = new Deleted()
  for (const layer of layers) deleted.absorb(layer.deleted)
  return deleted
}

/** Several updates as one, in their order. */
function joinUpdates(updates: Buffer[]): Buffer {
  const merged = new Merged()
  for (const update of updates) merged.add(parseUpdate(update))
  return merged.encode()
}

function pushMissing(into: Run[], run: Run, have: Map<number, number>): void {
  const reached = have.get(run.client) ?? 0
  if (reached >= run.end) return
  if (reached <= run.clock) into.push(run)
  else {
    const cut = seekInRun(run, reached)
    into.push({ ...run, clock: cut.clock, count: run.count - cut.skipped, from: cut.from })
  }
}

function encodeVector(vector: Map<number, number>): Buffer {
  let size = sizeOfNumber(vector.size)
  for (const [client, clock] of vector) size += sizeOfNumber(client) + sizeOfNumber(clock)
  const into = Buffer.allocUnsafeSlow(size)
  let at = writeNumber(into, 0, vector.size)
  for (const [client, clock] of vector) at = writeNumber(into, writeNumber(into, at, client), clock)
  return into
}

/** The base, read only when somebody needs to look into it: sending it to a newcomer does not. */
class Base {
  readonly bytes: Buffer
  private parsed: Update | null = null

  constructor(bytes: Buffer) {
    this.bytes = bytes
  }

  get runs(): Run[] {
    return this.update.runs
  }

  get parts(): number {
    return this.update.parts
  }

  get elements(): number {
    return this.update.elements
  }

  /** Where the delete set begins in `bytes`. */
  get deletedFrom(): number {
    return this.update.deletedFrom
  }

  private get update(): Update {
    // The deleted ranges are kept encoded; there can be many.
    return (this.parsed ??= { ...parseUpdate(this.bytes), deleted: [] })
  }
}
