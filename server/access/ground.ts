import type pg from 'pg'
import type { Database } from '../database/connect.ts'
import type { Attempts } from './attempts.ts'
import type { SessionOptions } from './sessions.ts'

/** What every verb of this room stands on. */
export interface Ground {
  db: Database
  pool: pg.Pool
  attempts: Attempts
  options: SessionOptions
  /** Called after a commit that took or gave rights, so that open sockets are looked at at once. */
  rightsChanged(change: { draftId?: string; userId?: string }): void
}
