/** The office's own directory: to whom it writes, learnt from what it issued. */
import { and, desc, eq, inArray, sql } from 'drizzle-orm'
import { fold } from '../../src/lib/document/fold.ts'
import type { Person } from '../access/person.ts'
import type { Database, Transaction } from '../database/connect.ts'
import { knownRecipients } from '../database/tables.ts'

/** Of one office; the names that were not used for longest go. */
const MOST_KEPT = 2_000
/** More than anybody reads, few enough to be sent at once. */
const MOST_OFFERED = 500

/** In the transaction that issues a paper. A name that is known is counted, and has the spelling of today. */
export async function learnRecipients(
  tx: Transaction,
  agencyId: string,
  { names, at }: { names: readonly string[]; at: Date },
): Promise<void> {
  if (names.length === 0) return
  const { folded, papers, lastAt } = knownRecipients
  // In one order for all: two papers that are issued at once do not wait for each other.
  const rows = names
    .map((name) => ({ agencyId, name, folded: fold(name), lastAt: at }))
    .toSorted((a, b) => (a.folded < b.folded ? -1 : 1))
  await tx
    .insert(knownRecipients)
    .values(rows)
    .onConflictDoUpdate({
      target: [knownRecipients.agencyId, folded],
      set: { name: sql`excluded.name`, papers: sql`${papers} + 1`, lastAt: at },
    })
  const old = tx
    .select({ folded })
    .from(knownRecipients)
    .where(eq(knownRecipients.agencyId, agencyId))
    .orderBy(desc(lastAt), folded)
    .offset(MOST_KEPT)
  await tx.delete(knownRecipients).where(and(eq(knownRecipients.agencyId, agencyId), inArray(folded, old)))
}

/** Written to last, first; of one day, written to most. */
export async function listRecipients(db: Database, person: Person): Promise<string[]> {
  const { name, papers, lastAt } = knownRecipients
  const rows = await db
    .select({ name })
    .from(knownRecipients)
    .where(eq(knownRecipients.agencyId, person.agencyId))
    .orderBy(desc(sql`${lastAt}::date`), desc(papers), name)
    .limit(MOST_OFFERED)
  return rows.map((row) => row.name)
}
