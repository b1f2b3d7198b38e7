import { and, inArray, or, sql } from 'drizzle-orm'
import { signingRequests } from '../../database/tables.ts'
import type { Ground } from '../ground.ts'

/** More wait together in no office; who is not among them is looked at some seconds later all the same. */
const MOST_NAMES = 500

/**
 * A service says that something has become of a request, by its name for it or ours. Nothing of that is believed: the next look
 * comes at once. Whatever names none that is still looked at (pulse.ts) does nothing. Anybody may call, as often as they like: what
 * comes while one search is under way is searched for together, in the next.
 */
export function createNudge({ db }: Pick<Ground, 'db'>): (name: string) => Promise<void> {
  let underWay: Promise<void> = Promise.resolve()
  let gathering: { names: Set<string>; searched: Promise<void> } | null = null

  const gather = () => {
    const names = new Set<string>()
    const searched = underWay.then(() => {
      gathering = null
      return lookAgain(db, [...names])
    })
    underWay = searched.catch(() => {}) // told to those who wait for it
    return { names, searched }
  }
  return async (name) => {
    gathering ??= gather()
    const { names, searched } = gathering
    if (names.size >= MOST_NAMES) return
    names.add(name)
    return searched
  }
}

/** Only the few that are open are searched, by the indices of those. */
async function lookAgain(db: Ground['db'], names: string[]): Promise<void> {
  const { id, reference, state, answer, device, endedAt } = signingRequests
  const isOpen = or(
    sql`${state} = 'waiting'`,
    sql`${state} <> 'waiting' and ${answer} is null and ${device} = 'phone' and ${endedAt} > clock_timestamp() - interval '15 minutes'`,
  )
  // Behind a blank: beside a handle its digest is kept (providers/csc/csc.ts).
  const isNamed = or(
    inArray(sql`${id}::text`, names),
    inArray(reference, names),
    inArray(sql`split_part(${reference}, ' ', 2)`, names),
  )
  await db.update(signingRequests).set({ lookedAt: null }).where(and(isOpen, isNamed))
}
