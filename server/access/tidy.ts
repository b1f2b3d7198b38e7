import { lt, sql } from 'drizzle-orm'
import { accessChanges, rateLimits } from '../database/tables.ts'
import type { Ground } from './ground.ts'
import { deleteExpiredSessions } from './sessions.ts'

/** Other nodes' clocks are not quite ours. */
const COUNTED_NO_MORE_MS = 3_600_000

/** Sessions that have expired, attempts that count no more, and changes of rights that every node has long read. To be called now and then. */
export async function tidy({ db }: Ground): Promise<void> {
  await deleteExpiredSessions(db)
  await db.delete(rateLimits).where(lt(rateLimits.expire, Date.now() - COUNTED_NO_MORE_MS))
  await db.delete(accessChanges).where(lt(accessChanges.at, sql`now() - interval '1 day'`))
}
