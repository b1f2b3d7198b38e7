import type { Person } from '../access/person.ts'
import type { Database, Transaction } from '../database/connect.ts'

/** What every verb of this room stands on. */
export interface Ground {
  db: Database
  /** Writes down whom it concerns (server/news): in the transaction of the act, before it is recorded. */
  tell(
    tx: Transaction,
    person: Person,
    happening: { is: 'comment' | 'answer' | 'resolve'; draftId: string; threadId: string },
  ): Promise<void>
  /** Tells those who have the draft open that its threads changed. Called after the commit. */
  notice(draftId: string, topic: 'threads'): void
}
