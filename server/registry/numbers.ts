import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Person } from '../access/person.ts'
import { needWithRegisters } from '../access/registers.ts'
import type { Database, Transaction } from '../database/connect.ts'
import { outsideNumbers, registers, users } from '../database/tables.ts'
import type { NumberFault, OutsideRange } from './shapes.ts'

/** How many missing numbers are named. */
const NAMED = 20

/** The ranges that were given outside, by register and year: "<id> 2026" → lowest first. */
export async function outsideRanges(db: Database, registerIds: string[]): Promise<Map<string, OutsideRange[]>> {
  const { registerId, year, fromNumber: from, toNumber: to, reason, createdAt: at } = outsideNumbers
  const rows = await db
    .select({ registerId, year, from, to, reason, at, by: users.name })
    .from(outsideNumbers)
    .innerJoin(users, eq(users.id, outsideNumbers.createdBy))
    .where(and(inArray(outsideNumbers.registerId, registerIds), isNull(outsideNumbers.withdrawnAt)))
    .orderBy(outsideNumbers.fromNumber)
  const ranges = new Map<string, OutsideRange[]>()
  for (const { registerId, year, ...range } of rows) {
    const key = rangeKey(registerId, year)
    ranges.set(key, [...(ranges.get(key) ?? []), range])
  }
  return ranges
}

export const rangeKey = (registerId: string, year: number): string => `${registerId} ${year}`

/**
 * NUM-1, looked at in the rows themselves: every number from 1 to the last of each year is one standing entry, was kept, or
 * was given outside. Answers with the years in which one is not. What stands is walked in its order, and the gaps in
 * between are told: never each number that there might be.
 */
export async function checkNumbers(db: Database, person: Person): Promise<NumberFault[]> {
  needWithRegisters(person, 'start')
  const { rows } = await db.execute<{ register_id: string; year: number; missing: number[]; count: number }>(sql`
    with covered as (
      select register_id, year, number as first, number as last from register_entries
      where suffix = '' and not number_returned
      union all
      select register_id, year, number, number from reserved_numbers where suffix = '' and not number_returned
      union all
      select register_id, year, from_number, to_number from outside_numbers where withdrawn_at is null
      union all
      select register_id, year, last_number + 1, last_number + 1 from register_years
    ), walked as (
      select c.register_id, c.year, c.first,
        coalesce(max(c.last) over (
          partition by c.register_id, c.year order by c.first rows between unbounded preceding and 1 preceding
        ), 0) as before
      from covered c
      join ${registers} r on r.id = c.register_id and r.agency_id = ${person.agencyId}
      join register_years y on y.register_id = c.register_id and y.year = c.year and c.first <= y.last_number + 1
    ), gaps as (
      select register_id, year, before + 1 as first, first - 1 as last from walked where first > before + 1
    )
    select register_id, year, (array_agg(n order by n))[1:${NAMED}::int] as missing,
      (sum(last - first + 1) filter (where n = first))::int as count
    from gaps cross join lateral generate_series(first, least(last, first + ${NAMED}::int - 1)) n
    group by register_id, year
    order by year desc`)
  return rows.map(({ register_id, ...fault }) => ({ registerId: register_id, ...fault }))
}

/** The year in Vietnam, read behind the lock. */
export async function yearNow(tx: Transaction): Promise<number> {
  const { rows } = await tx.execute<{ year: number }>(
    sql`select extract(year from clock_timestamp() at time zone 'Asia/Ho_Chi_Minh')::int as year`,
  )
  return rows[0]?.year ?? 0
}
