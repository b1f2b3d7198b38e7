import type { Person } from '../access/person.ts'
import type { Database, Transaction } from '../database/connect.ts'

/** What happened in a thread, as the list of news hears it. */
export type Said =
  | { is: 'comment' | 'answer'; draftId: string; threadId: string; mentioned: readonly string[] }
  /** Somebody is spoken to in words that were put right. */
  | { is: 'mention'; draftId: string; threadId: string; mentioned: readonly string[] }
  | { is: 'resolve'; draftId: string; threadId: string }

/** What every verb of this room stands on. */
export interface Ground {
  db: Database
  /** Writes down whom it concerns (server/news): in the transaction of the act, before it is recorded. */
  tell(tx: Transaction, person: Person, happening: Said): Promise<void>
  /**
   * Tells those who have the draft open, or of them only `to`, that its threads changed, or what they have read of them.
   * Called after the commit.
   */
  notice(draftId: string, topic: 'threads' | 'thread-reads', to?: readonly string[]): void
}
