/**
 * What this node tells the others and hears from them. A stored edit is told after its COMMIT, with its positions in
 * the log: who has missed something sees the gap and reads it from Postgres. Traffic is proportional to the edit.
 */
import { randomBytes } from 'node:crypto'
import type { Batch } from './batch.ts'
import type { Bus } from './bus.ts'
import { Reader, sizeOfNumber, writeNumber } from './bytes/wire.ts'
import type { AccessChange } from './contract.ts'
import type { Place } from './log.ts'
import type { Room } from './room.ts'

const ACCESS = 'but-phe:access'
const channelOf = (draftId: string) => `but-phe:draft:${draftId}`

const SAYS = { stored: 0, presence: 1, whoIsThere: 2, notice: 3, frozen: 4 } as const
/** Longer edits are only announced; the others read them from Postgres. */
const INLINE_BYTES = 64 * 1024
const ID_BYTES = 8

export interface PeersHost {
  rooms(): Iterable<Room>
  room(draftId: string): Room | undefined
  /** The room has missed something that only the log can tell. */
  catchUp(room: Room): void
  /** The room may have missed something. */
  closeGap(room: Room): void
  /** The room is to be flushed at the end of this turn. */
  touch(room: Room): void
  accessChanged(change: AccessChange): void
}

export class Peers {
  private readonly self = randomBytes(ID_BYTES)
  private readonly bus: Bus
  private readonly host: PeersHost

  constructor(bus: Bus, host: PeersHost) {
    this.bus = bus
    this.host = host
    bus.subscribe(ACCESS, (message) => this.hearAccess(message))
    bus.onReturn(() => {
      for (const room of host.rooms()) {
        this.greet(room)
        host.catchUp(room)
      }
    })
  }

  // ── Telling ─────────────────────────────────────────────────────────────────────────────────────────────────────

  opened(room: Room): void {
    this.bus.subscribe(channelOf(room.draftId), (message) => this.hear(room.draftId, message))
    this.greet(room)
  }

  closed(room: Room): void {
    this.bus.unsubscribe(channelOf(room.draftId))
  }

  private greet(room: Room): void {
    this.tell(room.draftId, SAYS.whoIsThere, Buffer.alloc(0))
    const local = room.presence.everythingLocal()
    if (local) this.tell(room.draftId, SAYS.presence, local)
  }

  stored(room: Room, batch: Batch, { before, head }: Place): void {
    const updates = batch.bytes > INLINE_BYTES ? [] : [...batch.rows.values()].map((row) => row.encode())
    const size = updates.reduce((sum, update) => sum + sizeOfNumber(update.length) + update.length, 0)
    const body = Buffer.allocUnsafe(sizeOfNumber(before) + sizeOfNumber(head) + size)
    let at = writeNumber(body, writeNumber(body, 0, before), head)
    for (const update of updates) {
      at = writeNumber(body, at, update.length)
      at += update.copy(body, at)
    }
    this.tell(room.draftId, SAYS.stored, body)
  }

  presence(draftId: string, states: Buffer): void {
    this.tell(draftId, SAYS.presence, states)
  }

  /** The topic, and behind it whom it is for, a line each; alone it is for everybody. */
  notice(draftId: string, topic: string, to?: readonly string[]): void {
    // Nobody's is no one's: without this line it would be everybody's.
    if (to?.length === 0) return
    this.tell(draftId, SAYS.notice, Buffer.from([topic, ...(to ?? [])].join('\n'), 'utf8'))
  }

  frozen(draftId: string, frozenAt: string): void {
    this.tell(draftId, SAYS.frozen, Buffer.from(frozenAt, 'utf8'))
  }

  access(change: AccessChange): void {
    this.bus.publish(ACCESS, Buffer.concat([this.self, Buffer.from(JSON.stringify(change), 'utf8')]))
  }

  private tell(draftId: string, what: number, body: Buffer): void {
    this.bus.publish(channelOf(draftId), Buffer.concat([this.self, Buffer.from([what]), body]))
  }

  // ── Hearing ─────────────────────────────────────────────────────────────────────────────────────────────────────

  private isOwn(message: Buffer): boolean {
    return message.subarray(0, ID_BYTES).equals(this.self)
  }

  private hearAccess(message: Buffer): void {
    if (!this.isOwn(message)) this.host.accessChanged(readAccess(message.toString('utf8', ID_BYTES)))
  }

  private hear(draftId: string, message: Buffer): void {
    const room = this.host.room(draftId)
    if (!room || this.isOwn(message)) return
    const body = message.subarray(ID_BYTES + 1)
    switch (message[ID_BYTES]) {
      case SAYS.stored:
        return this.hearStored(room, body)
      case SAYS.presence:
        room.presence.receiveRemote(body)
        return this.host.touch(room)
      case SAYS.whoIsThere: {
        const local = room.presence.everythingLocal()
        if (local) this.tell(draftId, SAYS.presence, local)
        return
      }
      case SAYS.notice: {
        const [topic = '', ...to] = body.toString('utf8').split('\n')
        return room.notice(topic, to.length > 0 ? to : undefined)
      }
      case SAYS.frozen:
        return room.freeze(body.toString('utf8'))
    }
  }

  private hearStored(room: Room, body: Buffer): void {
    const reader = new Reader(body)
    const before = reader.number()
    const head = reader.number()
    const updates: Buffer[] = []
    while (reader.ok && !reader.done) updates.push(reader.slice())
    if (!reader.ok || head <= room.position) return
    const isWhole = updates.length === head - before
    room.heard(before, head, isWhole ? updates.map((update) => Buffer.from(update)) : null)
    if (isWhole) this.host.closeGap(room)
    else this.host.catchUp(room)
  }
}

function readAccess(text: string): AccessChange {
  try {
    const given: unknown = JSON.parse(text)
    if (typeof given !== 'object' || given === null) return {}
    const { draftId, userId } = given as Record<string, unknown>
    return { ...(typeof draftId === 'string' ? { draftId } : {}), ...(typeof userId === 'string' ? { userId } : {}) }
  } catch {
    return {} // look at everybody: too much is safe
  }
}
