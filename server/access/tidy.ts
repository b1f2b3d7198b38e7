import { lt, sql } from 'drizzle-orm'
import { accessChanges } from '../database/tables.ts'
import type { Ground } from './ground.ts'
import { deleteExpiredSessions } from './sessions.ts'

/** Sessions that have expired, and changes of rights that every node has long read. To be called now and then. */
export async function tidy({ db }: Ground): Promise<void> {
  await deleteExpiredSessions(db)
  await db.delete(accessChanges).where(lt(accessChanges.at, sql`now() - interval '1 day'`))
}
