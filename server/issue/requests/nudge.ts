import { and, eq, or, sql } from 'drizzle-orm'
import { signingRequests } from '../../database/tables.ts'
import type { Ground } from '../ground.ts'

/**
 * A service says that something has become of a request, by its name for it or ours. Nothing of that is believed: the next look
 * comes at once. Whatever names none that may still be looked at does nothing.
 */
export async function nudge({ db }: Pick<Ground, 'db'>, name: string): Promise<void> {
  const named = or(eq(signingRequests.reference, name), sql`${signingRequests.id}::text = ${name}`)
  const isOpen = and(eq(signingRequests.device, 'phone'), sql`${signingRequests.answer} is null`)
  const recent = sql`${signingRequests.askedAt} > now() - interval '1 day'`
  await db
    .update(signingRequests)
    .set({ lookedAt: null })
    .where(and(named, isOpen, recent))
}
