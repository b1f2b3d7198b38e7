import { and, count, desc, eq, isNotNull, like, not, sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import { fold } from '../../src/lib/document/fold.ts'
import { KINDS } from '../../src/lib/document/kinds.ts'
import { AppError } from '../../src/lib/errors.ts'
import { line, parse, parseId } from '../access/border.ts'
import type { Person } from '../access/person.ts'
import { dayOf, onDay } from '../access/validity.ts'
import type { Database } from '../database/connect.ts'
import { drafts, registerEntries, registers, units, users } from '../database/tables.ts'
import type { EntryPage, EntryQuery, EntryView } from './shapes.ts'

const PAGE_ROWS = 50
const MAX_WORDS = 12

const inYear = z.object({ registerId: z.string(), year: z.number().int().min(1900).max(9999) })
const query = inYear.extend({
  search: line(300, 0).default(''),
  page: z.number().int().min(1).max(1_000_000).default(1),
})

/** A page of a register's year, highest number first. */
export async function listEntries(db: Database, person: Person, input: EntryQuery): Promise<EntryPage> {
  const { registerId, year, search, page } = parse(query, input)
  const which = and(await readable(db, person, registerId, year), ...matching(search))
  const [counted] = await db.select({ total: count() }).from(registerEntries).where(which)
  const total = counted?.total ?? 0
  const rows = await select(db, which)
    .orderBy(desc(registerEntries.number))
    .limit(PAGE_ROWS)
    .offset((page - 1) * PAGE_ROWS)
  return { rows: rows.map(asView), total, page, pages: Math.max(1, Math.ceil(total / PAGE_ROWS)) }
}

/** All of a register's year, in the order of its numbers. */
export async function yearOfEntries(
  db: Database,
  person: Person,
  input: { registerId: string; year: number },
): Promise<EntryView[]> {
  const { registerId, year } = parse(inYear, input)
  const rows = await select(db, await readable(db, person, registerId, year)).orderBy(registerEntries.number)
  return rows.map(asView)
}

/** Every entry for those who keep or answer for the register; for everybody else what has been issued. */
async function readable(db: Database, person: Person, registerId: string, year: number): Promise<SQL | undefined> {
  const id = parseId(registerId)
  const [register] = await db.select({ agencyId: registers.agencyId }).from(registers).where(eq(registers.id, id))
  if (register?.agencyId !== person.agencyId) throw new AppError('not_found')
  const readsAll = person.roles.some((role) => role === 'clerk' || role === 'leader' || role === 'admin')
  const issued = readsAll ? undefined : isNotNull(registerEntries.issuedAt)
  const stands = not(registerEntries.numberReturned) // a number that was given back is another's now
  return and(eq(registerEntries.registerId, id), eq(registerEntries.year, year), stands, issued)
}

/** The name of an entry's kind, folded: it is kept as an id and printed as a name. */
const kindNames = sql.join(
  [
    sql`case ${registerEntries.kind}`,
    ...Object.entries(KINDS).map(([id, { name }]) => sql`when ${id} then ${fold(name)}`),
    sql`else '' end`,
  ],
  sql` `,
)
/** "06/qd-ubnd", as numberAndSymbol prints it. */
const numberLine = sql`case when ${registerEntries.number} < 10 then '0' else '' end || ${registerEntries.number}::text || '/' || fold_text(${registerEntries.symbol})`
const words = sql`${registerEntries.folded} || ' ' || ${numberLine} || ' ' || ${kindNames}`
/** "05/01/2026 5/1/2026" */
const days = sql`to_char(${registerEntries.documentDate}, 'DD/MM/YYYY FMDD/FMMM/YYYY')`
const wordsAndDays = sql`${words} || ' ' || ${days}`

/**
 * Each word somewhere in what a row prints: number and symbol, date, kind, subject, signer, recipients; diacritics and
 * case do not matter. Dates are looked at only for words with a "/": else "11" would find all of November.
 */
function matching(search: string): SQL[] {
  return fold(search)
    .split(/\s+/)
    .filter(Boolean)
    .slice(0, MAX_WORDS)
    .map((word) => word.replace(/^(\d{1,2})[.-](\d{1,2})[.-](\d{4})$/, '$1/$2/$3'))
    .map((word) => like(word.includes('/') ? wordsAndDays : words, `%${word.replace(/[\\%_]/g, '\\$&')}%`))
}

const { id, number, symbol, documentDate, kind, subject, signerName, signerPosition } = registerEntries
const { recipients, copies, note, draftId, issuedAt, voidReason } = registerEntries

function select(db: Database, which: SQL | undefined) {
  return db
    .select({
      ...{ id, number, symbol, documentDate, kind, subject, signerName, signerPosition },
      ...{ recipients, copies, note, draftId, issuedAt, voidReason },
      voidedOn: sql<string | null>`${dayOf(registerEntries.voidedAt)}::text`,
      voidedBy: users.name,
      unit: onDay(units.abbreviation, units.id, registerEntries.documentDate, registerEntries.createdAt),
      state: drafts.state,
    })
    .from(registerEntries)
    .innerJoin(drafts, eq(drafts.id, registerEntries.draftId))
    .leftJoin(units, eq(units.id, registerEntries.unitId))
    .leftJoin(users, eq(users.id, registerEntries.voidedBy))
    .where(which)
    .$dynamic()
}

function asView(row: Awaited<ReturnType<typeof select>>[number]): EntryView {
  const { voidedOn, voidedBy, voidReason, ...entry } = row
  return { ...entry, voided: voidedOn === null ? null : { on: voidedOn, by: voidedBy ?? '', reason: voidReason } }
}
