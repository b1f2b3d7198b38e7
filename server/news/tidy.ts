import { lt, or, sql } from 'drizzle-orm'
import { news } from '../database/tables.ts'
import type { Ground } from './ground.ts'

const READ_KEPT = '90 days'
const UNREAD_KEPT = '365 days'

/** What happened stands in the draft's history and in the record; here it is only news. To be called now and then. */
export async function tidy({ db }: Ground): Promise<void> {
  await db
    .delete(news)
    .where(or(lt(news.readAt, sql`now() - ${READ_KEPT}::interval`), lt(news.at, sql`now() - ${UNREAD_KEPT}::interval`)))
}
