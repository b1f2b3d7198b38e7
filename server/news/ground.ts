import type { Database } from '../database/connect.ts'

/** What every verb of this room stands on. */
export interface Ground {
  db: Database
}
