/**
 * A draft that is open on this node: the one owner of its text, its connections and its unsaved edits. What comes into the
 * text is decided in intake.ts; what of it is not on disk yet is kept in unsaved.ts.
 *
 *   loading → live ⇄ draining → closed
 *
 * loading   nothing is taken and no sync is answered: an empty page is never shown for a full one
 * live      edits are taken, relayed to the others in the same turn of the event loop, committed, then confirmed
 * draining  nobody is here; what is unsaved is on its way to the disk. Somebody who comes makes it live again
 * closed    nothing is unsaved, nobody is here: the object may be dropped, and only now
 */
import type { CloseName } from '../../src/lib/collab/close.ts'
import { MESSAGE, SYNC } from '../../src/lib/collab/protocol.ts'
import type { Batch } from './batch.ts'
import { Text } from './bytes/text.ts'
import { BadUpdate, parseStateVector, parseUpdate, type Update } from './bytes/update.ts'
import { awarenessFrame, Reader, syncFrame, syncFrameHead, textFrame } from './bytes/wire.ts'
import type { Connection } from './connection.ts'
import { Intake } from './intake.ts'
import type { Limits } from './limits.ts'
import type { Author, Place } from './log.ts'
import { Presence } from './presence.ts'
import { Reached } from './reached.ts'
import { relay, type Relayed } from './relay.ts'
import type { LogTail } from './rows.ts'
import { type CountUnsaved, Unsaved } from './unsaved.ts'

export type RoomState =
  { is: 'loading' } | { is: 'live'; text: Text } | { is: 'draining'; text: Text; since: number } | { is: 'closed' }

/** What a room needs of the house around it. */
export interface RoomHost {
  limits: Limits
  schemaVersion: number
  /** Something is to be sent or stored at the end of this turn of the event loop. */
  touch(room: Room): void
  /** What an update names that no client of ours writes (names.ts); null for nothing. */
  strangerIn(update: Update): string | null
  /** An update was refused for what no client of ours sends. */
  onStranger(connection: Connection, what: string): void
  /** Bytes unsaved over all drafts, this one included. */
  unsavedBytes(): number
  countUnsaved: CountUnsaved
  newestConnection(): number
  /** Whether the person of a connection may have a text of so many bytes open beside their others. */
  mayOpen(connection: Connection, textBytes: number): boolean
  /** Presence that changed on this node. */
  onPresence(room: Room, states: Buffer): void
  /** After each commit. */
  onStored(room: Room, batch: Batch, place: Place | null): void
  onClosed(room: Room): void
}

/** Most turns confirm nothing: what they have in common is never written to. */
const NOBODY: ReadonlyMap<Connection, number> = new Map()

export class Room implements Author {
  state: RoomState = { is: 'loading' }
  frozenAt: string | null = null
  /** Up to where the last snapshot in the database reaches. */
  snapshotPosition = 0
  /** When edits of this room were last put on disk. */
  lastStored = 0
  readonly draftId: string
  readonly connections = new Set<Connection>()
  readonly presence: Presence
  private readonly host: RoomHost
  private readonly reached = new Reached()
  private readonly unsaved: Unsaved
  private readonly intake: Intake
  private relayed: Relayed[] = []
  /** On disk, and to be told so at the end of the turn: how many sync messages of each. */
  private confirmed: ReadonlyMap<Connection, number> = NOBODY
  private isHeldBack = false

  constructor(draftId: string, host: RoomHost) {
    this.draftId = draftId
    this.host = host
    this.presence = new Presence(host.limits, host.newestConnection)
    this.unsaved = new Unsaved(host.countUnsaved)
    this.intake = new Intake({
      limits: host.limits,
      unsaved: this.unsaved,
      isFrozen: () => this.frozenAt !== null,
      strangerIn: host.strangerIn,
      onStranger: host.onStranger,
      presentAs: (client, isLive) => this.presentAs(client, isLive),
      unsavedBytes: host.unsavedBytes,
      onTaken: (from, update) => this.passOn({ from, update }),
    })
  }

  // ── Coming and going ────────────────────────────────────────────────────────────────────────────────────────────

  join(connection: Connection): void {
    this.connections.add(connection)
    if (this.state.is === 'draining') this.state = { is: 'live', text: this.state.text }
    if (this.state.is === 'live') this.welcome(connection, this.state.text)
  }

  leave(connection: Connection): void {
    if (!this.connections.delete(connection)) return
    this.presence.leave(connection)
    this.intake.forget(connection)
    if (this.presence.hasChanges) this.host.touch(this)
    if (this.connections.size === 0 && this.state.is === 'live') this.drain(this.state.text)
  }

  /** The text has been read from the log. */
  loaded(tail: LogTail): void {
    if (this.state.is !== 'loading') return
    const text = new Text(tail.snapshot, tail.updates)
    this.reached.readUpTo(tail.head)
    this.snapshotPosition = tail.snapshot?.position ?? 0
    this.frozenAt ??= tail.frozenAt?.toISOString() ?? null // may have been heard of since this was read
    this.state = { is: 'live', text }
    const opened = [...this.connections].filter((connection) => this.welcome(connection, text))
    if (this.connections.size === 0) this.drain(text)
    else if (opened.length === 0 && this.unsaved.isEmpty) return this.forget()
    this.goOn()
  }

  /** It could not be read, or cannot be kept: everybody is told, and nothing of it stays in memory. */
  end(reason: CloseName): void {
    if (this.state.is === 'closed') return
    this.state = { is: 'closed' }
    for (const connection of this.connections) connection.close(reason)
    this.connections.clear()
    this.intake.clear()
    this.unsaved.drop()
    this.host.onClosed(this)
  }

  /** SAVE-3: closes the room if nobody is here and nothing is unsaved; otherwise does nothing. */
  closeIfIdle(now: number): void {
    if (this.state.is !== 'draining' || !this.unsaved.isEmpty || this.connections.size > 0) return
    if (now - this.state.since < this.host.limits.lingerMs) return
    this.state = { is: 'closed' }
    this.host.onClosed(this)
  }

  private drain(text: Text): void {
    this.state = { is: 'draining', text, since: Date.now() }
  }

  /** Nobody who came may have it open, for whom it was read: of many large texts none stays in memory. */
  private forget(): void {
    this.state = { is: 'closed' }
    this.connections.clear()
    this.host.onClosed(this)
  }

  /** Answers whether it is let in. */
  private welcome(connection: Connection, text: Text): boolean {
    if (connection.state.is === 'closing') return false // told to go while the draft was being loaded
    if (!this.host.mayOpen(connection, text.size)) {
      connection.close('tooManyConnections')
      return false
    }
    const early = connection.state.is === 'early' ? connection.state.frames : []
    connection.state = { is: 'open' }
    this.sendStanding(connection)
    this.ask(connection, text)
    const present = this.presence.everything()
    if (present) connection.send(awarenessFrame(present))
    for (const frame of early) this.receive(connection, frame)
    return true
  }

  /** Whoever may write from now on is asked again for what this text lacks: it was kept back until now. */
  rightChanged(connection: Connection): void {
    this.sendStanding(connection)
    if (this.state.is !== 'live' || !this.intake.mayWrite(connection)) return
    // A deletion that was still judged comes again with the answer: until then nothing after it may be confirmed.
    if (this.intake.forget(connection)) connection.answer = 'skipped'
    this.ask(connection, this.state.text)
  }

  private ask(connection: Connection, text: Text): void {
    if (connection.answer === 'given') connection.answer = 'awaited'
    connection.send(syncFrame(SYNC.step1, text.stateVector()))
  }

  private sendStanding(connection: Connection): void {
    const { right } = connection
    connection.sendStanding({ right, frozenAt: this.frozenAt, schemaVersion: this.host.schemaVersion })
  }

  // ── What a client says ──────────────────────────────────────────────────────────────────────────────────────────

  receive(connection: Connection, frame: Buffer): void {
    if (connection.state.is === 'closing') return
    if (this.state.is === 'loading') {
      if (!connection.keepEarly(frame)) connection.close('storeUnavailable')
      return
    }
    if (this.state.is !== 'live') return
    const { text } = this.state
    const refused = this.read(connection, frame, text)
    if (refused) connection.close(refused)
  }

  private read(connection: Connection, frame: Buffer, text: Text): CloseName | null {
    switch (frame[0]) {
      case MESSAGE.sync:
        return this.readSync(connection, frame, text)
      case MESSAGE.awareness: {
        const reader = new Reader(frame)
        reader.at = 1
        const payload = reader.slice()
        if (!reader.ok || !reader.done) return 'badFrame'
        const fault = this.presence.receive(connection, payload)
        if (this.presence.hasChanges) this.host.touch(this)
        return fault
      }
      case MESSAGE.queryAwareness: {
        const present = this.presence.everything()
        if (present) connection.send(awarenessFrame(present))
        return frame.length === 1 ? null : 'badFrame'
      }
      default:
        return 'badFrame'
    }
  }

  private readSync(connection: Connection, frame: Buffer, text: Text): CloseName | null {
    const kind = frame[1]
    const reader = new Reader(frame)
    reader.at = 2
    const payload = reader.copy()
    if (!reader.ok || !reader.done) return 'badFrame'
    try {
      if (kind === SYNC.step1)
        return payload.length > this.host.limits.vectorBytes ? 'badFrame' : this.answer(connection, text, payload)
      if (kind === SYNC.update) return this.intake.take(connection, text, payload, true)
      if (kind === SYNC.step2) return this.intake.take(connection, text, payload, false)
      return 'badFrame'
    } catch (error) {
      if (error instanceof BadUpdate) return 'badFrame'
      throw error
    }
  }

  /** The client is in step once it has the last of these frames, not before. */
  private answer(connection: Connection, text: Text, vector: Buffer): null {
    const { whole, rest } = text.answer(parseStateVector(vector))
    // Put together for this one, and not a text that lies ready for everybody.
    if (vector.length > 1) connection.spend(rest.length)
    if (whole) connection.sendShared(syncFrameHead(SYNC.update, whole.length), whole)
    connection.sendShared(syncFrameHead(SYNC.step2, rest.length), rest)
    if (connection.state.is === 'open') connection.state = { is: 'synced' }
    return null
  }

  /**
   * Until its answer has come, a copy of somebody else's may hold what its author has typed and this server has lost. Of who
   * is connected elsewhere nobody here knows that; what is typed is only ever one's own.
   */
  private presentAs(client: number, isLive: boolean): string | null {
    const bearer = this.presence.bearerOf(client)
    if (!bearer) return null
    const hasAnswered = [...this.connections].some((one) => one === bearer.owner && one.answer === 'given')
    return hasAnswered || (bearer.owner === null && isLive) ? bearer.personId : null
  }

  get hasSuspects(): boolean {
    return this.intake.hasSuspects
  }

  /** A compaction is done that began when so many messages were on disk. */
  settleSuspects(stored: number): void {
    if (this.state.is === 'live') this.intake.settleSuspects(this.state.text, stored)
  }

  // ── How far the log is known here ───────────────────────────────────────────────────────────────────────────────

  /** Everything in the log up to here is in the text. */
  get position(): number {
    return this.reached.position
  }

  /** The log goes on behind something that this node has not heard of. */
  get hasGap(): boolean {
    return this.reached.hasGap
  }

  /** Rows after `before` up to `head` are stored: `updates` of another node, [] of this one. */
  heard(before: number, head: number, updates: Buffer[] | null): void {
    this.reached.note(before, { head, updates })
    this.goOn()
  }

  /** The log was read on from a position this room had reached: what it says up to `head`. */
  readUpTo(head: number, updates: Buffer[]): void {
    for (const update of updates) this.addStored(update)
    this.reached.readUpTo(head)
    this.goOn()
  }

  private goOn(): void {
    if (this.state.is !== 'live' && this.state.is !== 'draining') return
    for (let updates; (updates = this.reached.next());) for (const update of updates) this.addStored(update)
  }

  /** To everybody, at the end of the turn. */
  private passOn(relayed: Relayed): void {
    if (this.relayed.length === 0) this.relayed = [relayed]
    else this.relayed.push(relayed)
    this.host.touch(this)
  }

  private addStored(update: Buffer): void {
    if (this.state.is !== 'live' && this.state.is !== 'draining') return
    const parsed = parseUpdate(update)
    const news = this.state.text.news(parsed, false)
    // Also what is known here from edits that are not on disk yet: a snapshot of this position must hold it.
    this.state.text.addStored(parsed)
    if (news === null) return
    this.passOn({ from: null, update: news })
  }

  // ── The end of a turn ───────────────────────────────────────────────────────────────────────────────────────────

  /** Sends what this turn of the event loop brought, as one message to each client and in one write with `stored`. */
  flush(): void {
    if (this.waitsWithStored()) return this.host.touch(this)
    const { confirmed } = this
    this.confirmed = NOBODY
    if (this.relayed.length === 0 && !this.presence.hasChanges) {
      for (const [connection, n] of confirmed) connection.confirm(n)
      return
    }
    for (const connection of confirmed.keys()) connection.gather()
    if (this.relayed.length > 0) {
      relay(this.relayed, this.connections)
      this.relayed = []
    }
    if (this.presence.hasChanges) this.sendPresence()
    for (const [connection, n] of confirmed) {
      connection.confirm(n)
      connection.write()
    }
  }

  /**
   * A turn that only says `stored` leaves it to the next one where people type so fast that others' edits have come
   * since the commit began: the next one may bring some more, to go out in the same write.
   */
  private waitsWithStored(): boolean {
    const saysOnlyStored = this.confirmed.size > 0 && this.relayed.length === 0 && !this.presence.hasChanges
    return (this.isHeldBack = saysOnlyStored && this.unsaved.hasBatch && !this.isHeldBack)
  }

  private sendPresence(): void {
    const changes = this.presence.takeChanges()
    if (changes.here) this.host.onPresence(this, changes.here)
    const frame = awarenessFrame(changes.all)
    for (const connection of this.connections) {
      if (!changes.owners.has(connection)) {
        connection.send(frame)
        continue
      }
      const others = changes.without(connection)
      if (others) connection.send(awarenessFrame(others))
    }
  }

  /** Without `to`, everybody. */
  notice(topic: string, to?: readonly string[]): void {
    const frame = textFrame(MESSAGE.notice, topic)
    for (const connection of this.connections)
      if (!to || to.includes(connection.identity.person.id)) connection.send(frame)
  }

  // ── What the log says ───────────────────────────────────────────────────────────────────────────────────────────

  get hasBatch(): boolean {
    return this.unsaved.hasBatch
  }

  /** Messages of this room that are on disk, since it was opened. */
  get storedMessages(): number {
    return this.unsaved.stored
  }

  takeBatch(): Batch | null {
    return this.unsaved.take()
  }

  stored(batch: Batch, place: Place | null): void {
    if (!this.unsaved.settle(batch)) return
    this.lastStored = Date.now()
    if (this.state.is === 'live' || this.state.is === 'draining') this.state.text.markStored(batch.rows.values())
    this.confirmed = this.confirmed.size === 0 ? batch.waiting : new Map([...this.confirmed, ...batch.waiting])
    this.host.touch(this)
    if (place) this.heard(place.before, place.head, [])
    this.host.onStored(this, batch, place)
  }

  /** FRZ-1: Postgres did not take these edits. Their authors are told, and whoever was shown them must load again. */
  refusedByFreeze(batch: Batch): void {
    const authors = new Set([...batch.authors, ...this.unsaved.authors])
    for (const author of authors) author.close('frozen')
    this.end('reload')
  }

  failed(): void {
    this.end('storeUnavailable')
  }

  freeze(frozenAt: string): void {
    if (this.frozenAt !== null) return
    this.frozenAt = frozenAt
    for (const connection of this.connections) if (connection.state.is !== 'early') this.sendStanding(connection)
  }
}
