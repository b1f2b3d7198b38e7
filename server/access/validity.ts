/** What the agency, its units and its people are called on a given day. */
import { and, eq, getTableColumns, gte, isNull, lte, or, type SQL, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import type { Office, Offices } from '../../src/lib/document/office.ts'
import type { Queryable } from '../database/connect.ts'
import { agencies, datedChanges, drafts, registerEntries, units, users } from '../database/tables.ts'

type Day = SQL | PgColumn

/** Today, where the office is. */
export const today = sql`office_today()`

/** The day of an instant, where the office is. */
export const dayOf = (instant: PgColumn): SQL<string> => sql<string>`(${instant} at time zone 'Asia/Ho_Chi_Minh')::date`

/**
 * A column of an agency, a unit or a person as it holds on a day; `subject` is that row's id. `known`: only with changes
 * that had been entered by then.
 */
export function onDay(column: PgColumn, subject: PgColumn, day: Day = today, known?: Day): SQL<string> {
  const change = known ? sql`change_on(${subject}, ${day}, ${known})` : sql`change_on(${subject}, ${day})`
  return sql<string>`coalesce(${change} ->> ${column.name}::text, ${column})`
}

/** Rows of people with the position that they have today. */
export const userColumns = { ...getTableColumns(users), position: onDay(users.position, users.id) }

/** Whether a change holds on a day. */
export const holdsOn = (day: Day): SQL | undefined =>
  and(lte(datedChanges.validFrom, day), or(isNull(datedChanges.validTo), gte(datedChanges.validTo, day)))

/** What the agency is called. */
export const agencyOn = (day: Day = today, known?: Day) => ({
  parentName: onDay(agencies.parentName, agencies.id, day, known),
  name: onDay(agencies.name, agencies.id, day, known),
  fullName: onDay(agencies.fullName, agencies.id, day, known),
  abbreviation: onDay(agencies.abbreviation, agencies.id, day, known),
  place: onDay(agencies.place, agencies.id, day, known),
  contact: onDay(agencies.contact, agencies.id, day, known),
})

/** What a document carries of the office's own data, its agency's and its unit's. */
const officeColumns = (day: Day, known?: Day) => ({
  ...agencyOn(day, known),
  unit: onDay(units.abbreviation, units.id, day, known),
  unitName: onDay(units.name, units.id, day, known),
})

/** `unit`, `unitName`: null where the unit is none. */
type OfficeRow = Record<Exclude<keyof ReturnType<typeof officeColumns>, 'unit' | 'unitName'>, string> &
  Record<'unit' | 'unitName', string | null>

function asOffice({ name, fullName, unit, unitName, ...others }: OfficeRow): Office {
  const ofUnit = { unitAbbreviation: unit ?? '', unitName: unitName ?? '' }
  return { ...others, agencyName: name, agencyFullName: fullName, ...ofUnit }
}

/** The office as it is today, for a document of this unit. */
export async function officeNow(
  db: Queryable,
  { agencyId, unitId }: { agencyId: string; unitId: string | null },
): Promise<Office> {
  const [row] = await db
    .select(officeColumns(today))
    .from(agencies)
    .leftJoin(units, unitId === null ? sql`false` : eq(units.id, unitId))
    .where(eq(agencies.id, agencyId))
  if (!row) throw new Error('the agency of a draft is missing')
  return asOffice(row)
}

/** The office as a draft was begun with it, and as it is now: today, or on the day of its number. */
export async function officesOf(db: Queryable, draftId: string): Promise<Offices> {
  const { documentDate, createdAt: numberedAt } = registerEntries
  const [row] = await db
    .select({
      begun: officeColumns(dayOf(drafts.createdAt), drafts.createdAt),
      now: officeColumns(sql`coalesce(${documentDate}, ${today})`, sql`coalesce(${numberedAt}, 'infinity')`),
    })
    .from(drafts)
    .innerJoin(agencies, eq(agencies.id, drafts.agencyId))
    .leftJoin(units, eq(units.id, drafts.unitId))
    .leftJoin(registerEntries, eq(registerEntries.draftId, drafts.id))
    .where(eq(drafts.id, draftId))
  if (!row) throw new Error(`draft ${draftId} is missing`)
  return { begun: asOffice(row.begun), now: asOffice(row.now) }
}
