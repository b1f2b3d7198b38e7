/**
 * Deletions sent by people who may not write. They may be what Yjs deletes by itself when a field is written over, which
 * no update says: whether they are, a compaction shows. Until then they are neither confirmed nor refused.
 */
import type { Update } from './bytes/update.ts'
import type { Connection } from './connection.ts'

export interface Suspect {
  connection: Connection
  update: Update
  /** Sync messages of the connection that are decided with it. */
  n: number
  /** Decided once so many messages of the room are on disk and squashed. */
  after: number
}

export class Suspects {
  private waiting: Suspect[] = []

  get isEmpty(): boolean {
    return this.waiting.length === 0
  }

  get bytes(): number {
    return this.waiting.reduce((sum, { update }) => sum + update.bytes.length, 0)
  }

  add(suspect: Suspect): void {
    this.waiting.push(suspect)
  }

  /** The newest of a connection. */
  of(connection: Connection): Suspect | undefined {
    return this.waiting.findLast((suspect) => suspect.connection === connection)
  }

  /** Whether the connection had any. */
  forget(connection: Connection): boolean {
    const before = this.waiting.length
    this.waiting = this.waiting.filter((suspect) => suspect.connection !== connection)
    return this.waiting.length < before
  }

  clear(): void {
    this.waiting = []
  }

  /** Those that can be decided now that so many messages are on disk and squashed. */
  takeRipe(stored: number): Suspect[] {
    const ripe = this.waiting.filter(({ after }) => after <= stored)
    this.waiting = this.waiting.filter(({ after }) => after > stored)
    return ripe
  }
}
