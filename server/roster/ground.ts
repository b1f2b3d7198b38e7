import type pg from 'pg'
import type { Database } from '../database/connect.ts'
import type { PlanFile } from './read.ts'

/** What the verbs of this room stand on. */
export interface Ground {
  db: Database
  pool: pg.Pool
  plan: PlanFile
  /** Called after a commit that took or gave rights, so that open sockets are looked at at once. */
  rightsChanged(change: { userId: string }): void
}
