/** The register to be taken away: as a file for spreadsheets, or volume by volume to be printed and bound (Điều 16.2.b). */
import { createHash } from 'node:crypto'
import { asc, count, eq, type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import {
  type FormRange,
  linesByNumber,
  type PrintedRegister,
  rangeLine,
  registerLine,
} from '../../src/lib/document/register-form.ts'
import { AppError } from '../../src/lib/errors.ts'
import { parse, parseId } from '../access/border.ts'
import type { Person } from '../access/person.ts'
import { agencyOn, today } from '../access/validity.ts'
import type { Database } from '../database/connect.ts'
import { agencies, drafts, registerEntries, registers } from '../database/tables.ts'
import { toCsv } from './csv.ts'
import { asView, selectEntries, yearOfEntries } from './entries.ts'
import { asked, filtered } from './filter.ts'
import { outsideRanges, rangeKey } from './numbers.ts'
import { printedRegister, summaryOf } from './printed.ts'
import { unusedReserved } from './reserve.ts'
import { type EntryFilter, type EntryView, type RegisterBook, type RegistryDeps, VOLUME_LINES } from './shapes.ts'
import { toWorkbook } from './workbook.ts'

type Query = EntryFilter & { registerId: string; year: number }

/** What is asked for of a register's year as CSV. */
export async function registerFile(db: Database, person: Person, query: Query): Promise<string> {
  return toCsv(await linesOfYear(db, person, query))
}

/** The same as a workbook, with what it adds up to on a second sheet. */
export async function registerWorkbook(db: Database, person: Person, query: Query): Promise<Uint8Array> {
  const book = await readBook(db, person, query)
  const lines = book.volumes.flatMap((volume) => volume.lines.map(({ cells }) => cells))
  return toWorkbook(`${book.register}, năm ${query.year}`, lines, summaryOf(book))
}

/** The same as PDF/A in the form of the decree: covers, columns, sums. Throws `typeset_failed`, `too_heavy`. */
export async function registerPdf(
  { db, setRegister }: RegistryDeps,
  person: Person,
  query: Query,
): Promise<Uint8Array> {
  const book = await readBook(db, person, query)
  const same = createHash('sha256').update(JSON.stringify(book)).digest('hex')
  return setRegister(book, { urgency: 'answer', person: person.id, about: query.registerId, same })
}

async function readBook(db: Database, person: Person, query: Query): Promise<PrintedRegister> {
  const lines = await readLines(db, person, query)
  const lastDay = sql`least(${today}, make_date(${query.year}, 12, 31))`
  const [about] = await db
    .select({
      register: registers.name,
      parentName: agencyOn(lastDay).parentName,
      agencyName: agencyOn(lastDay).name,
      madeOn: sql<string>`${today}::text`,
    })
    .from(registers)
    .innerJoin(agencies, eq(agencies.id, registers.agencyId))
    .where(eq(registers.id, parseId(query.registerId)))
  if (!about) throw new AppError('not_found')
  return printedRegister(lines, { ...about, year: query.year, isExtract: isFiltered(query) })
}

async function linesOfYear(db: Database, person: Person, query: Query): Promise<string[][]> {
  return (await readLines(db, person, query)).map((line) => ('number' in line ? registerLine(line) : rangeLine(line)))
}

async function readLines(db: Database, person: Person, query: Query): Promise<(EntryView | FormRange)[]> {
  const entries = await yearOfEntries(db, person, query)
  return linesByNumber(entries, await rangesOf(db, query))
}

const inVolume = filtered.extend({ volume: z.number().int().min(1).max(10_000).default(1) })

/** The same as lines of paper; a volume that is not there is empty. */
export async function registerBook(
  db: Database,
  person: Person,
  query: Query & { volume?: number },
): Promise<RegisterBook> {
  const given = parse(inVolume, query)
  const which = await asked(db, person, given)
  const counting = db.select({ n: count() }).from(registerEntries)
  const [counted] = await counting.innerJoin(drafts, eq(drafts.id, registerEntries.draftId)).where(which)
  const total = counted?.n ?? 0
  const volumes = Math.max(1, Math.ceil(total / VOLUME_LINES))
  const rows = await selectEntries(db, which)
    .orderBy(asc(registerEntries.number), asc(registerEntries.suffix))
    .limit(VOLUME_LINES)
    .offset((given.volume - 1) * VOLUME_LINES)
  // A range stands in the volume of the number behind it; one at the very end in the last.
  const ends = await lastOfVolumes(db, which)
  const volumeOf = ({ from }: FormRange) => Math.min(volumes, 1 + ends.filter((end) => end < from).length)
  const here = (await rangesOf(db, given)).filter((range) => volumeOf(range) === given.volume)
  const lines = linesByNumber(rows.map(asView), here)
  return { lines, volume: given.volume, volumes, isFiltered: isFiltered(given) }
}

/** The numbers with which full volumes end. */
async function lastOfVolumes(db: Database, which: SQL | undefined): Promise<number[]> {
  const { number, suffix } = registerEntries
  const place = sql<number>`row_number() over (order by ${number}, ${suffix})`.as('place')
  const entries = db.select({ number, place }).from(registerEntries)
  const placed = entries.innerJoin(drafts, eq(drafts.id, registerEntries.draftId)).where(which).as('placed')
  const ends = sql`${placed.place} % ${VOLUME_LINES}::int = 0`
  return (await db.select({ number: placed.number }).from(placed).where(ends)).map((end) => end.number)
}

/** Numbers of no paper belong to the whole year only: none of them has a kind or a signer. */
async function rangesOf(db: Database, query: Query): Promise<FormRange[]> {
  const { registerId, year } = query
  if (isFiltered(query)) return []
  const outside = (await outsideRanges(db, [registerId])).get(rangeKey(registerId, year)) ?? []
  const kept = (await unusedReserved(db, registerId, year)).map(
    ({ number, suffix, forDate, reason, decision, returnReason, state }): FormRange => ({
      ...{ from: number, to: number, suffix, is: state === 'void' ? 'void' : 'kept', day: forDate },
      reason: [decision && `Theo ${decision}`, reason, returnReason].filter(Boolean).join('; '),
    }),
  )
  return [...outside, ...kept]
}

/** Everything but which register and year narrows it down. */
function isFiltered({ registerId: _register, year: _year, volume: _volume, ...choices }: Query & { volume?: number }) {
  return Object.values(choices).some((choice) => choice !== undefined && String(choice).trim() !== '')
}
