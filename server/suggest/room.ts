/** How much waits beside a draft: everybody who opens it gets all of it. */
import { and, asc, desc, eq, inArray, lte, sql } from 'drizzle-orm'
import { AppError } from '../../src/lib/errors.ts'
import type { Queryable, Transaction } from '../database/connect.ts'
import { suggestions } from '../database/tables.ts'

/** Open ones of a draft; who has to decide more has to return it. */
const MOST_OPEN = 2_000
/** Of all that are open, with why they are suggested. Five hundred usual ones take a tenth of it. */
const MOST_OPEN_BYTES = 2_000_000

const sizeOf = sql`octet_length(${suggestions.changes}::text) + octet_length(${suggestions.reason})`

/** In the transaction that has put some or said why, behind the draft's lock. Throws `too_large {field: 'suggestions'}`. */
export async function needRoom(tx: Transaction, draftId: string): Promise<void> {
  const [open] = await tx
    .select({
      count: sql<number>`count(*)::int`,
      bytes: sql<number>`coalesce(sum(${sizeOf}), 0)::float8`,
    })
    .from(suggestions)
    .where(and(eq(suggestions.draftId, draftId), eq(suggestions.state, 'open')))
  if (open && (open.count > MOST_OPEN || open.bytes > MOST_OPEN_BYTES))
    throw new AppError('too_large', { field: 'suggestions' })
}

/** Of those that were decided, the newest: everything that was decided stands in the record. */
const MOST_DECIDED = 500
const MOST_DECIDED_BYTES = 1_000_000

/** Ids of those. */
export function decidedLast(db: Queryable, draftId: string) {
  const size = sql`${sizeOf} + octet_length(${suggestions.reply}) + coalesce(octet_length(${suggestions.undo}::text), 0)`
  const bytes = sql<number>`sum(${size}) over (order by ${suggestions.decidedAt} desc, ${suggestions.id})`
  const newest = db
    .select({ id: suggestions.id, bytes: bytes.as('bytes') })
    .from(suggestions)
    .where(and(eq(suggestions.draftId, draftId), inArray(suggestions.state, ['accepted', 'rejected'])))
    .orderBy(desc(suggestions.decidedAt), asc(suggestions.id))
    .limit(MOST_DECIDED)
    .as('newest')
  return db.select({ id: newest.id }).from(newest).where(lte(newest.bytes, MOST_DECIDED_BYTES))
}
