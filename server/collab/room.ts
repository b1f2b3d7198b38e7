/**
 * A draft that is open on this node: the one owner of its text, its connections and its unsaved edits.
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
import { Batch } from './batch.ts'
import type { Connection } from './connection.ts'
import type { Limits } from './limits.ts'
import type { Author, Place } from './log.ts'
import { Presence } from './presence.ts'
import { Reached } from './reached.ts'
import { relay, type Relayed } from './relay.ts'
import type { LogTail } from './rows.ts'
import { Suspects } from './suspects.ts'
import { Text } from './text.ts'
import { BadUpdate, parseStateVector, parseUpdate, type Update } from './update.ts'
import { awarenessFrame, Reader, syncFrame, syncFrameHead, textFrame } from './wire.ts'

export type RoomState =
  { is: 'loading' } | { is: 'live'; text: Text } | { is: 'draining'; text: Text; since: number } | { is: 'closed' }

/** What a room needs of the house around it. */
export interface RoomHost {
  limits: Limits
  schemaVersion: number
  /** Something is to be sent or stored at the end of this turn of the event loop. */
  touch(room: Room): void
  /** Whether an update names what no client of ours writes (names.ts). */
  isStrange(connection: Connection, update: Update): boolean
  /** Bytes unsaved over all drafts, this one included. */
  unsavedBytes(): number
  countUnsaved(bytes: number, messages: number): void
  newestConnection(): number
  /** Presence that changed on this node. */
  onPresence(room: Room, states: Buffer): void
  /** After each commit. */
  onStored(room: Room, batch: Batch, place: Place | null): void
  onClosed(room: Room): void
}

export class Room implements Author {
  state: RoomState = { is: 'loading' }
  frozenAt: string | null = null
  /** Up to where the last snapshot in the database reaches. */
  snapshotPosition = 0
  /** Messages of this room that are on disk, since it was opened. */
  storedMessages = 0
  /** When that was last so. */
  lastStored = 0
  private acceptedMessages = 0
  readonly draftId: string
  readonly connections = new Set<Connection>()
  readonly presence: Presence
  private readonly host: RoomHost
  private readonly reached = new Reached()
  /** Accepted since the last commit began. */
  private batch: Batch | null = null
  /** In the commit that is under way. */
  private underWay: Batch | null = null
  private relayed: Relayed[] = []
  private readonly suspects = new Suspects()
  /** On disk, and to be told so at the end of the turn: how many sync messages of each. */
  private confirmed = new Map<Connection, number>()
  private isHeldBack = false
  /**
   * The draft is from before such characters were refused: an undo that brings one back is nobody's fault. Not looked
   * for before somebody brings one.
   */
  private had: { unseen?: boolean; control?: boolean } = {}

  constructor(draftId: string, host: RoomHost) {
    this.draftId = draftId
    this.host = host
    this.presence = new Presence(host.limits, host.newestConnection)
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
    this.suspects.forget(connection)
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
    for (const connection of [...this.connections]) this.welcome(connection, text)
    if (this.connections.size === 0) this.drain(text)
    this.goOn()
  }

  /** It could not be read, or cannot be kept: everybody is told, and nothing of it stays in memory. */
  end(reason: CloseName): void {
    if (this.state.is === 'closed') return
    this.state = { is: 'closed' }
    for (const connection of this.connections) connection.close(reason)
    this.connections.clear()
    this.suspects.clear()
    this.dropUnsaved()
    this.host.onClosed(this)
  }

  /** SAVE-3: closes the room if nobody is here and nothing is unsaved; otherwise does nothing. */
  closeIfIdle(now: number): void {
    if (this.state.is !== 'draining' || this.hasUnsaved || this.connections.size > 0) return
    if (now - this.state.since < this.host.limits.lingerMs) return
    this.state = { is: 'closed' }
    this.host.onClosed(this)
  }

  get hasUnsaved(): boolean {
    return this.batch !== null || this.underWay !== null
  }

  private drain(text: Text): void {
    this.state = { is: 'draining', text, since: Date.now() }
  }

  private welcome(connection: Connection, text: Text): void {
    if (connection.state.is === 'closing') return // told to go while the draft was being loaded
    const early = connection.state.is === 'early' ? connection.state.frames : []
    connection.state = { is: 'open' }
    this.sendStanding(connection)
    this.ask(connection, text)
    const present = this.presence.everything()
    if (present) connection.send(awarenessFrame(present))
    for (const frame of early) this.receive(connection, frame)
  }

  /** Whoever may write from now on is asked again for what this text lacks: it was kept back until now. */
  rightChanged(connection: Connection): void {
    this.sendStanding(connection)
    if (this.state.is !== 'live' || !this.mayWrite(connection)) return
    // A deletion that was still judged comes again with the answer: until then nothing after it may be confirmed.
    if (this.suspects.forget(connection)) connection.hasSkipped = true
    this.ask(connection, this.state.text)
  }

  private ask(connection: Connection, text: Text): void {
    connection.hasAnswered = false
    connection.send(syncFrame(SYNC.step1, text.stateVector()))
  }

  private mayWrite(connection: Connection): boolean {
    return connection.right === 'write' && this.frozenAt === null
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
      if (kind === SYNC.step1) return this.answer(connection, text, payload)
      if (kind === SYNC.update) return this.take(connection, text, payload, true)
      if (kind === SYNC.step2) return this.take(connection, text, payload, false)
      return 'badFrame'
    } catch (error) {
      if (error instanceof BadUpdate) return 'badFrame'
      throw error
    }
  }

  /** The client is in step once it has the last of these frames, not before. */
  private answer(connection: Connection, text: Text, vector: Buffer): null {
    const { whole, rest } = text.answer(parseStateVector(vector))
    if (whole) connection.sendShared(syncFrameHead(SYNC.update, whole.length), whole)
    connection.sendShared(syncFrameHead(SYNC.step2, rest.length), rest)
    if (connection.state.is === 'open') connection.state = { is: 'synced' }
    return null
  }

  /** A text that holds such characters already is written on with them: they move when lines are split or joined. */
  private bringsNewlyUnseen(text: Text, news: Update): boolean {
    if (news.holdsUnseen && !(this.had.unseen ??= text.holdsUnseen)) return true
    return news.holdsControl && !(this.had.control ??= text.holdsControl)
  }

  /** The only way into the text. */
  private take(connection: Connection, text: Text, payload: Buffer, isLive: boolean): CloseName | null {
    connection.received++
    const update = parseUpdate(payload)
    const mayWrite = this.mayWrite(connection)
    // What is sent before the answer to step 1 is in that answer, too, and might refer to what only the answer brings.
    // Stored by itself, it could be confirmed and yet hang in the air after a crash. Who may not write sends no answer:
    // there an update asks only whether the draft holds it.
    if (isLive && !connection.hasAnswered && (mayWrite || connection.hasSkipped)) {
      connection.hasSkipped = true
      return null
    }
    if (!isLive) {
      connection.hasAnswered = true
      connection.hasSkipped = false
    }
    const news = text.news(update, isLive && mayWrite)
    if (news === null) {
      this.confirmAfterUnsaved(connection)
      return null
    }
    if (!mayWrite) return this.refuse(connection, news, isLive)
    if (this.bringsNewlyUnseen(text, news)) return 'unseenCharacters'
    if (this.host.isStrange(connection, news)) return 'undone'
    for (const { client } of news.runs) connection.clients.add(client)
    const size = news.bytes.length
    if (text.size + size > this.host.limits.documentBytes) return 'documentTooLarge'
    // What would never fit must not be called a passing trouble: alone, it is taken.
    if (this.unsavedBytes > 0 && this.unsavedBytes + size > this.host.limits.unsavedRoomBytes) return 'storeUnavailable'
    if (this.host.unsavedBytes() + size > this.host.limits.unsavedBytes) return 'storeUnavailable'

    this.batch ??= new Batch()
    text.noteUnsaved(news, this.batch.add(connection.identity.person.id, news))
    this.batch.waiting.set(connection, connection.received)
    this.batch.authors.add(connection)
    this.host.countUnsaved(size, 1)
    this.acceptedMessages++
    if (this.relayed.length === 0) this.relayed = [{ from: connection, update: news }]
    else this.relayed.push({ from: connection, update: news })
    this.host.touch(this)
    return null
  }

  /**
   * Nothing new, but perhaps known only from an edit that is not on disk yet: confirmed with that one. Nor before what
   * this connection said earlier has been decided.
   */
  private confirmAfterUnsaved(connection: Connection): void {
    const suspect = this.suspects.of(connection)
    if (suspect) {
      suspect.n = connection.received
      suspect.after = this.acceptedMessages
    } else this.confirmWithUnsaved(connection, connection.received)
  }

  private confirmWithUnsaved(connection: Connection, n: number): void {
    const last = this.batch ?? this.underWay
    if (!last) connection.confirm(n)
    else if (n > (last.waiting.get(connection) ?? 0)) last.waiting.set(connection, n)
  }

  /**
   * Somebody who may not write sent something new. Only deletions, in a step 2 or a question (S-3a)? Then a compaction
   * will show whether they are an edit.
   */
  private refuse(connection: Connection, news: Update, isLive: boolean): CloseName | null {
    if (news.runs.length > 0 || (isLive && connection.hasAnswered)) return this.refusal()
    const { bytes } = this.suspects
    if (bytes > 0 && bytes + news.bytes.length > this.host.limits.unsavedRoomBytes) return 'storeUnavailable'
    this.suspects.add({ connection, update: news, n: connection.received, after: this.acceptedMessages })
    return null
  }

  private refusal(): CloseName {
    return this.frozenAt !== null ? 'frozen' : 'notAllowed'
  }

  get hasSuspects(): boolean {
    return !this.suspects.isEmpty
  }

  /** A compaction is done that began when so many messages were on disk. */
  settleSuspects(stored: number): void {
    if (this.state.is !== 'live' || !this.hasSuspects) return
    const { text } = this.state
    for (const { connection, update, n } of this.suspects.takeRipe(stored)) {
      if (text.hasNews(update)) connection.close(this.refusal())
      else this.confirmWithUnsaved(connection, n)
    }
  }

  private get unsavedBytes(): number {
    return (this.batch?.bytes ?? 0) + (this.underWay?.bytes ?? 0)
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

  private addStored(update: Buffer): void {
    if (this.state.is !== 'live' && this.state.is !== 'draining') return
    const parsed = parseUpdate(update)
    const news = this.state.text.news(parsed, false)
    // Also what is known here from edits that are not on disk yet: a snapshot of this position must hold it.
    this.state.text.addStored(parsed)
    if (news === null) return
    this.relayed.push({ from: null, update: news })
    this.host.touch(this)
  }

  // ── The end of a turn ───────────────────────────────────────────────────────────────────────────────────────────

  /** Sends what this turn of the event loop brought, as one message to each client and in one write with `stored`. */
  flush(): void {
    if (this.waitsWithStored()) return this.host.touch(this)
    const { confirmed } = this
    if (confirmed.size > 0) this.confirmed = new Map()
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
    return (this.isHeldBack = saysOnlyStored && this.batch !== null && !this.isHeldBack)
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

  notice(topic: string): void {
    const frame = textFrame(MESSAGE.notice, topic)
    for (const connection of this.connections) connection.send(frame)
  }

  // ── What the log says ───────────────────────────────────────────────────────────────────────────────────────────

  get hasBatch(): boolean {
    return this.batch !== null
  }

  takeBatch(): Batch | null {
    const { batch } = this
    this.underWay = batch
    this.batch = null
    return batch
  }

  stored(batch: Batch, place: Place | null): void {
    if (this.underWay !== batch) return
    this.underWay = null
    this.storedMessages += batch.messages
    this.lastStored = Date.now()
    this.host.countUnsaved(-batch.bytes, -batch.messages)
    if (this.state.is === 'live' || this.state.is === 'draining') this.state.text.markStored(batch.rows.values())
    if (this.confirmed.size === 0) this.confirmed = batch.waiting
    else for (const [connection, n] of batch.waiting) this.confirmed.set(connection, n)
    this.host.touch(this)
    if (place) this.heard(place.before, place.head, [])
    this.host.onStored(this, batch, place)
  }

  /** FRZ-1: Postgres did not take these edits. Their authors are told, and whoever was shown them must load again. */
  refusedByFreeze(batch: Batch): void {
    const authors = new Set([...batch.authors, ...(this.batch?.authors ?? [])])
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

  private dropUnsaved(): void {
    for (const batch of [this.batch, this.underWay]) {
      if (batch) this.host.countUnsaved(-batch.bytes, -batch.messages)
    }
    this.batch = this.underWay = null
  }
}
