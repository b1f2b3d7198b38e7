import { and, or, sql } from 'drizzle-orm'
import { signingRequests } from '../../database/tables.ts'
import type { Ground } from '../ground.ts'

/**
 * A service says that something has become of a request, by its name for it or ours. Nothing of that is believed: the next look
 * comes at once. Whatever names none that is still looked at (pulse.ts) does nothing. Anybody may call: only the few that are open are searched,
 * by the indices of those.
 */
export async function nudge({ db }: Pick<Ground, 'db'>, name: string): Promise<void> {
  const { id, reference, state, answer, device, endedAt } = signingRequests
  const isOpen = or(
    sql`${state} = 'waiting'`,
    sql`${state} <> 'waiting' and ${answer} is null and ${device} = 'phone' and ${endedAt} > clock_timestamp() - interval '15 minutes'`,
  )
  // Behind a blank: beside a handle its digest is kept (providers/csc/csc.ts).
  const isNamed = sql`${name} in (${id}::text, ${reference}, split_part(${reference}, ' ', 2))`
  await db.update(signingRequests).set({ lookedAt: null }).where(and(isOpen, isNamed))
}
