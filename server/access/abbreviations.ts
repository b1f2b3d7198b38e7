/** No two open units of an agency may bear one abbreviation on the same day: symbols and filing marks name a unit by it. */
import { eq, sql } from 'drizzle-orm'
import { AppError } from '../../src/lib/errors.ts'
import type { Transaction } from '../database/connect.ts'
import { agencies, units } from '../database/tables.ts'
import { today } from './validity.ts'

/** Before units change: whoever changes others of the agency at the same time waits, and then sees it. */
export async function lockUnits(tx: Transaction, agencyId: string): Promise<void> {
  await tx.select({ id: agencies.id }).from(agencies).where(eq(agencies.id, agencyId)).for('no key update')
}

/** After the change: throws where the unit now shares its abbreviation with another, today or on a day to come. */
export async function needOwnAbbreviation(tx: Transaction, unitId: string, field = 'abbreviation'): Promise<void> {
  const { rows } = await tx.execute<{ isToday: boolean }>(sql`
    with own as (select * from ${units} where id = ${unitId} and closed_at is null),
    others as (select o.* from ${units} o join own using (agency_id) where o.id <> own.id and o.closed_at is null),
    days as (
      select ${today} as day
      union select c.valid_from from dated_changes c join ${units} u on u.id = c.subject_id join own using (agency_id)
      union select c.valid_to + 1 from dated_changes c join ${units} u on u.id = c.subject_id join own using (agency_id)
    )
    select day = ${today} as "isToday" from days, own, others
    where day >= ${today}
      and coalesce(change_on(own.id, day) ->> 'abbreviation', own.abbreviation)
        = coalesce(change_on(others.id, day) ->> 'abbreviation', others.abbreviation)
    order by day limit 1`)
  const [shared] = rows
  if (!shared) return
  throw new AppError('bad_input', { field, reason: shared.isToday ? 'abbreviation_taken' : 'abbreviation_taken_later' })
}
