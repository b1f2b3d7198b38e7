import type { Database } from '../database/connect.ts'

/** What every verb of this room stands on. */
export interface Ground {
  db: Database
  /** Tells those who have the draft open that its threads changed. Called after the commit. */
  notice(draftId: string, topic: 'threads'): void
}
