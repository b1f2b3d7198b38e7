/** What of a draft was accepted and is not on disk yet, and whom to tell once it is. */
import { Batch } from './batch.ts'
import type { Update } from './bytes/update.ts'
import type { Connection } from './connection.ts'

/** Told of every change, in bytes and sync messages: the house has a bound over all drafts. */
export type CountUnsaved = (bytes: number, messages: number) => void

export class Unsaved {
  /** Sync messages taken since the room was opened. */
  accepted = 0
  /** Those of them that are on disk. */
  stored = 0
  /** Accepted since the last commit began. */
  private batch: Batch | null = null
  /** In the commit that is under way. */
  private underWay: Batch | null = null
  private readonly count: CountUnsaved

  constructor(count: CountUnsaved) {
    this.count = count
  }

  get isEmpty(): boolean {
    return this.batch === null && this.underWay === null
  }

  /** Something waits for the next commit. */
  get hasBatch(): boolean {
    return this.batch !== null
  }

  get bytes(): number {
    return (this.batch?.bytes ?? 0) + (this.underWay?.bytes ?? 0)
  }

  /** Who wrote something that is to be stored next. */
  get authors(): Iterable<Connection> {
    return this.batch?.authors ?? []
  }

  /** For the next commit; it is confirmed with as many messages as the connection has sent by now. Gives its row. */
  add(connection: Connection, update: Update): ReturnType<Batch['add']> {
    this.batch ??= new Batch()
    const row = this.batch.add(connection.identity.person.id, update)
    this.batch.waiting.set(connection, connection.received)
    this.batch.authors.add(connection)
    this.accepted++
    this.count(update.bytes.length, 1)
    return row
  }

  /** Confirms so many messages of a connection with the last commit there is to wait for; at once where there is none. */
  confirmWith(connection: Connection, n: number): void {
    const last = this.batch ?? this.underWay
    if (!last) connection.confirm(n)
    else if (n > (last.waiting.get(connection) ?? 0)) last.waiting.set(connection, n)
  }

  /** What the next commit holds. */
  take(): Batch | null {
    const { batch } = this
    this.underWay = batch
    this.batch = null
    return batch
  }

  /** False when the batch is not the one under way: the room has let go of it. */
  settle(batch: Batch): boolean {
    if (this.underWay !== batch) return false
    this.underWay = null
    this.stored += batch.messages
    this.count(-batch.bytes, -batch.messages)
    return true
  }

  /** It will never be stored. */
  drop(): void {
    for (const batch of [this.batch, this.underWay]) if (batch) this.count(-batch.bytes, -batch.messages)
    this.batch = this.underWay = null
  }
}
