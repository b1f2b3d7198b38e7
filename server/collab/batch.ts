/** What one draft has for the next commit: the text by author, and whom to tell once it is on disk. */
import { Merged } from './bytes/merge.ts'
import type { Update } from './bytes/update.ts'
import type { Connection } from './connection.ts'

export class Batch {
  /** One row of the log each: everything one person wrote since the last commit. */
  readonly rows = new Map<string, Merged>()
  /** How many sync messages of each connection are on disk once this batch is. */
  readonly waiting = new Map<Connection, number>()
  /** Whose edits are in it; they are told if it is refused. */
  readonly authors = new Set<Connection>()
  messages = 0
  bytes = 0

  add(userId: string, update: Update): Merged {
    let row = this.rows.get(userId)
    if (!row) this.rows.set(userId, (row = new Merged()))
    row.add(update)
    this.messages++
    this.bytes += update.bytes.length
    return row
  }
}
