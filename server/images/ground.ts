import type pg from 'pg'
import type { Person } from '../access/person.ts'
import type { Database } from '../database/connect.ts'

/** What every verb of this room stands on. */
export interface Ground {
  db: Database
  pool: pg.Pool
  /** What of the bytes is drawn, upright; null for no image of ours (ready.ts). */
  ready(bytes: Uint8Array, person: Person): Promise<Uint8Array | null>
  /** Whether the typesetter can set this image: what it cannot would keep the whole document from being printed. */
  canBeSet(bytes: Uint8Array, person: Person): Promise<boolean>
}
