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
 * was given outside. Answers with the years in which one is not.
 */
export async function checkNumbers(db: Database, person: Person): Promise<NumberFault[]> {
  needWithRegisters(person, 'start')
  const { rows } = await db.execute<{ register_id: string; year: number; missing: number[]; count: number }>(sql`
    select y.register_id, y.year, (array_agg(n order by n))[1:${NAMED}::int] as missing, count(*)::int as count
    from register_years y
    join ${registers} r on r.id = y.register_id and r.agency_id = ${person.agencyId}
    cross join lateral generate_series(1, y.last_number) n
    where not exists (
        select from register_entries e
        where e.register_id = y.register_id and e.year = y.year and e.number = n and e.suffix = ''
          and not e.number_returned
      )
      and not exists (
        select from reserved_numbers k
        where k.register_id = y.register_id and k.year = y.year and k.number = n and k.suffix = ''
          and not k.number_returned
      )
      and not exists (
        select from outside_numbers o
        where o.register_id = y.register_id and o.year = y.year and o.withdrawn_at is null
          and n between o.from_number and o.to_number
      )
    group by y.register_id, y.year
    order by y.year desc`)
  return rows.map(({ register_id, ...fault }) => ({ registerId: register_id, ...fault }))
}

/** The year in Vietnam, read behind the lock. */
export async function yearNow(tx: Transaction): Promise<number> {
  const { rows } = await tx.execute<{ year: number }>(
    sql`select extract(year from clock_timestamp() at time zone 'Asia/Ho_Chi_Minh')::int as year`,
  )
  return rows[0]?.year ?? 0
}
