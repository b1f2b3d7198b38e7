import type { Database, Transaction } from '../database/connect.ts'

/** What every verb of this room stands on. The text itself belongs to the collaboration server. */
export interface Ground {
  db: Database
  /** Makes the draft's text with its first update, in the same transaction; null = by nobody in particular. */
  seedText(tx: Transaction, draftId: string, update: Uint8Array, userId: string | null): Promise<void>
  /** The whole text as stored, as one Yjs update. */
  readText(tx: Transaction, draftId: string): Promise<Uint8Array>
  /** Called after a commit that changed rights. */
  rightsChanged(change: { draftId?: string; userId?: string }): void
  /** Tells those who have the draft open that something beside its text changed. */
  notice(draftId: string, topic: 'state' | 'people'): void
}
