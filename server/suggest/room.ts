/** How much waits beside a draft: everybody who opens it gets all of it. */
import { and, eq, sql } from 'drizzle-orm'
import { AppError } from '../../src/lib/errors.ts'
import type { Transaction } from '../database/connect.ts'
import { suggestions } from '../database/tables.ts'

/** Open ones of a draft; who has to decide more has to return it. */
const MOST_OPEN = 2_000
/** Of all that are open. Five hundred usual ones take a tenth of it. */
const MOST_OPEN_BYTES = 2_000_000

/** In the transaction that has put some, behind the draft's lock. Throws `too_large {field: 'suggestions'}`. */
export async function needRoom(tx: Transaction, draftId: string): Promise<void> {
  const [open] = await tx
    .select({
      count: sql<number>`count(*)::int`,
      bytes: sql<number>`coalesce(sum(octet_length(${suggestions.changes}::text)), 0)::float8`,
    })
    .from(suggestions)
    .where(and(eq(suggestions.draftId, draftId), eq(suggestions.state, 'open')))
  if (open && (open.count > MOST_OPEN || open.bytes > MOST_OPEN_BYTES))
    throw new AppError('too_large', { field: 'suggestions' })
}
