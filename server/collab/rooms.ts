/** The open rooms of this node: loads them, ends each turn of the event loop, and lets go of idle ones. */
import type { Pool } from 'pg'
import type { Logger } from 'pino'
import type { Bus } from './bus.ts'
import { strangerIn } from './bytes/names.ts'
import { BadUpdate } from './bytes/update.ts'
import { Compaction } from './compaction.ts'
import type { Connection } from './connection.ts'
import type { AccessChange, Meaning, Squash } from './contract.ts'
import { Examination } from './examination.ts'
import { inTime } from './in-time.ts'
import type { Limits } from './limits.ts'
import { UpdateLog } from './log.ts'
import type { Meter } from './metrics.ts'
import { Offences } from './offences.ts'
import { Peers } from './peers.ts'
import { Room, type RoomHost } from './room.ts'
import { copyText, headsOf, loadAfter, loadText, type LogTail } from './rows.ts'

/**
 * How many drafts are read from the log at once. More would not be there sooner, and thirty of the largest would lie in
 * memory several times over, on their way; others need the connections to the database as well.
 */
const LOADS_AT_ONCE = 6

/** So long a hint from another node may come later than one that follows it. */
const GAP_MS = 50

export interface RoomsOptions {
  pool: Pool
  log: Logger
  limits: Limits
  schemaVersion: number
  squash: Squash
  bus: Bus | undefined
  newestConnection: () => number
  /** Whether the person of a connection may have a text of so many bytes open beside their others. */
  mayOpen: (connection: Connection, textBytes: number) => boolean
  /** Another node says that a right has changed. */
  onAccessChanged: (change: AccessChange) => void
  /** After each commit of this node that holds text of the room. */
  onStored: (room: Room) => void
  meter: Meter
  meaning: Meaning | undefined
}

export class Rooms {
  readonly open = new Map<string, Room>()
  readonly log: UpdateLog
  /** The other nodes; null when this is the only one. */
  readonly peers: Peers | null
  unsavedBytes = 0
  unsaved = 0
  private touched = new Set<Room>()
  private readonly compaction: Compaction
  readonly offences = new Offences()
  private readonly examination: Examination | null
  private readonly catchingUp = new Set<Room>()
  private readonly withGap = new Set<Room>()
  private readonly toLoad: { room: Room; since: number }[] = []
  private loads = 0
  private readonly host: RoomHost
  private readonly options: RoomsOptions

  constructor(options: RoomsOptions) {
    this.options = options
    const { pool, log, limits, meter } = options
    this.log = new UpdateLog({ pool, log, commitMs: limits.commitMs, onCommit: meter.committed })
    this.compaction = new Compaction({ pool, log, squash: options.squash, meter, limits })
    const { meaning } = options
    const { offences } = this
    const rooms = () => this.open.values()
    const catchUp = (room: Room) => this.catchUp(room)
    this.examination = meaning ? new Examination({ pool, log, meaning, offences, rooms, catchUp }) : null
    this.host = {
      strangerIn: (update) => (meaning ? strangerIn(update, meaning.names) : null),
      onStranger: (connection, strange) => {
        const { person } = connection.identity
        offences.note(person.id, connection.draftId, Date.now())
        log.warn(
          { draftId: connection.draftId, userId: person.id, strange },
          'an update that no page of ours makes was refused',
        )
      },
      limits,
      schemaVersion: options.schemaVersion,
      newestConnection: options.newestConnection,
      mayOpen: options.mayOpen,
      touch: (room) => this.touch(room),
      unsavedBytes: () => this.unsavedBytes,
      countUnsaved: (bytes, messages) => {
        this.unsavedBytes += bytes
        this.unsaved += messages
      },
      onPresence: (room, states) => this.peers?.presence(room.draftId, states),
      onStored: (room, batch, place) => {
        if (place) this.peers?.stored(room, batch, place)
        if (place) this.closeGap(room)
        else void this.catchUp(room)
        if (this.compaction.isDue(room, Date.now())) void this.compaction.run(room)
        this.options.onStored(room)
      },
      onClosed: (room) => {
        if (this.open.get(room.draftId) !== room) return
        this.open.delete(room.draftId)
        this.peers?.closed(room)
      },
    }
    this.peers = options.bus ? this.meet(options.bus) : null
  }

  private meet(bus: Bus): Peers {
    return new Peers(bus, {
      rooms: () => this.open.values(),
      room: (draftId) => this.open.get(draftId),
      catchUp: (room) => void this.catchUp(room),
      closeGap: (room) => this.closeGap(room),
      touch: (room) => this.touch(room),
      accessChanged: this.options.onAccessChanged,
    })
  }

  /** The room of a draft, loading it if it is not open. */
  enter(draftId: string, connection: Connection): Room {
    let room = this.open.get(draftId)
    if (!room) {
      room = new Room(draftId, this.host)
      this.open.set(draftId, room)
      this.peers?.opened(room)
      this.toLoad.push({ room, since: Date.now() })
      this.loadNext()
    }
    room.join(connection)
    return room
  }

  private loadNext(): void {
    if (this.loads >= LOADS_AT_ONCE) return
    let next = this.toLoad.shift()
    // While the database does not answer, whoever waits behind others is told as soon as they are.
    for (; next && Date.now() - next.since > this.options.limits.loadMs; next = this.toLoad.shift())
      next.room.end('storeUnavailable')
    if (!next) return
    const { room } = next
    this.loads++
    void this.load(room).finally(() => {
      this.loads--
      this.loadNext()
    })
  }

  private async load(room: Room): Promise<void> {
    const { pool, limits, log } = this.options
    try {
      const tail = await inTime(copyText(pool, room.draftId), limits.loadMs, tooLate)
      if (!tail) return room.end('notFound')
      room.loaded(tail)
      this.closeGap(room)
    } catch (error) {
      log.error({ error: describe(error), draftId: room.draftId }, 'a draft could not be loaded')
      room.end(error instanceof BadUpdate ? 'broken' : 'storeUnavailable')
    }
  }

  /** Reads what other nodes stored and this one has not heard of. */
  async catchUp(room: Room): Promise<void> {
    if (this.catchingUp.has(room) || room.state.is === 'loading' || room.state.is === 'closed') return
    this.catchingUp.add(room)
    try {
      const { pool, limits, log } = this.options
      const from = room.position
      const tail = await inTime(loadAfter(pool, room.draftId, from), limits.loadMs, tooLate).catch((error: unknown) => {
        log.warn({ error: describe(error), draftId: room.draftId }, 'a draft could not be brought up to date')
        return null
      })
      if (!tail) return // asked again within a second
      await this.apply(room, from, tail)
    } finally {
      this.catchingUp.delete(room)
    }
    this.closeGap(room)
  }

  /** What is missing is mostly on its way: Postgres is asked only when it does not come. */
  private closeGap(room: Room): void {
    if (!room.hasGap || this.withGap.has(room)) return
    this.withGap.add(room)
    setTimeout(() => {
      this.withGap.delete(room)
      if (room.hasGap) void this.catchUp(room)
    }, GAP_MS).unref()
  }

  /** What hints may have missed: how far the logs of the open drafts reach by now. Called every second. */
  async compareHeads(): Promise<void> {
    if (this.peers === null || this.open.size === 0) return
    for (const { draftId, head, frozenAt } of await headsOf(this.options.pool, [...this.open.keys()])) {
      const room = this.open.get(draftId)
      if (room && (head > room.position || (frozenAt !== null && room.frozenAt === null))) void this.catchUp(room)
    }
  }

  private async apply(room: Room, from: number, tail: LogTail): Promise<void> {
    // Rows this node never heard of may have been archived meanwhile: then the snapshot holds them.
    const isWhole = tail.updates.length === tail.head - from
    const whole = isWhole ? tail : await loadText(this.options.pool, room.draftId)
    if (!whole) return
    room.readUpTo(whole.head, [...(whole.snapshot ? [whole.snapshot.state] : []), ...whole.updates])
    if (whole.frozenAt) room.freeze(whole.frozenAt.toISOString())
  }

  /**
   * Everything that sockets brought in one turn of the event loop is sent on and stored together: `setImmediate` runs
   * after the poll phase has handed over all of it.
   */
  private touch(room: Room): void {
    if (this.touched.size === 0) setImmediate(() => this.endTurn())
    this.touched.add(room)
  }

  private endTurn(): void {
    const rooms = this.touched
    this.touched = new Set()
    for (const room of rooms) room.flush()
    for (const room of rooms) if (room.hasBatch) this.log.push(room)
  }

  /** Called every second. */
  tidy(now: number): void {
    for (const room of [...this.open.values()]) {
      room.presence.tidy(now)
      if (room.presence.hasChanges) this.touch(room)
      if (room.state.is === 'live') room.state.text.forgetIndex()
      if (this.compaction.isDue(room, now)) void this.compaction.run(room)
      if (!this.compaction.isBusy(room) && !this.examination?.needs(room)) room.closeIfIdle(now)
    }
    this.examination?.pulse()
  }

  /** Stores what is unsaved; then nothing is under way any more. */
  async settle(): Promise<void> {
    await endOfTurn() // hands over its edits
    await this.log.idle()
    await endOfTurn() // says that they are stored …
    await endOfTurn() // … at the latest
  }

  close(): void {
    this.examination?.close()
    this.log.close()
  }
}

function endOfTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

function tooLate(): Error {
  return new Error('the database did not answer in time')
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
