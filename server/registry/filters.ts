/** How a person looks at the register again and again, under a name of their own. */
import { and, asc, count, eq } from 'drizzle-orm'
import { z } from 'zod'
import { AppError } from '../../src/lib/errors.ts'
import { id, line, parse } from '../access/border.ts'
import type { Person } from '../access/person.ts'
import type { Database } from '../database/connect.ts'
import { savedFilters } from '../database/tables.ts'
import type { SavedFilter } from './shapes.ts'

const MOST = 20

/** The names in the address of the register's page that narrow it down. Which register and year is not kept: it is this one's. */
export const FILTER_NAMES = [
  ...(['search', 'subject', 'recipient', 'note', 'kind', 'unit', 'signer', 'state', 'copies'] as const),
  ...(['from', 'to', 'issuedFrom', 'issuedTo', 'numberFrom', 'numberTo', 'signing'] as const),
] as const

const saving = z.object({
  name: line(80),
  query: z.partialRecord(z.enum(FILTER_NAMES), line(300, 0)),
})

/** Under a name that is there already it takes the other's place. Throws `bad_input` on `name`: `too_many`. */
export async function saveFilter(db: Database, person: Person, given: z.input<typeof saving>): Promise<void> {
  const { name, query } = parse(saving, given)
  await db.transaction(async (tx) => {
    const mine = eq(savedFilters.personId, person.id)
    const [counted] = await tx.select({ n: count() }).from(savedFilters).where(mine)
    const [same] = await tx
      .select({ id: savedFilters.id })
      .from(savedFilters)
      .where(and(mine, eq(savedFilters.name, name)))
    if (!same && (counted?.n ?? 0) >= MOST) throw new AppError('bad_input', { field: 'name', reason: 'too_many' })
    await tx
      .insert(savedFilters)
      .values({ personId: person.id, name, query })
      .onConflictDoUpdate({ target: [savedFilters.personId, savedFilters.name], set: { query } })
  })
}

/** One's own; by name. */
export async function listFilters(db: Database, person: Person): Promise<SavedFilter[]> {
  const { id, name, query } = savedFilters
  return db
    .select({ id, name, query })
    .from(savedFilters)
    .where(eq(savedFilters.personId, person.id))
    .orderBy(asc(name))
}

/** What is not there, or another's, stays so without a word: it is gone for this person either way. */
export async function forgetFilter(db: Database, person: Person, given: { id: string }): Promise<void> {
  const { id: filterId } = parse(z.object({ id }), given)
  await db.delete(savedFilters).where(and(eq(savedFilters.id, filterId), eq(savedFilters.personId, person.id)))
}
