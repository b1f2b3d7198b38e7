/** The register to be taken away: as a file for spreadsheets, or volume by volume to be printed and bound (Điều 16.2.b). */
import { and, asc, count, eq, lt } from 'drizzle-orm'
import { z } from 'zod'
import { linesByNumber, rangeLine, registerLine } from '../../src/lib/document/register-form.ts'
import { parse, parseId } from '../access/border.ts'
import type { Person } from '../access/person.ts'
import type { Database } from '../database/connect.ts'
import { drafts, registerEntries, registers } from '../database/tables.ts'
import { toCsv } from './csv.ts'
import { asView, selectEntries, yearOfEntries } from './entries.ts'
import { asked, filtered } from './filter.ts'
import { outsideRanges, rangeKey } from './numbers.ts'
import { type EntryFilter, type OutsideRange, type RegisterBook, VOLUME_LINES } from './shapes.ts'
import { toWorkbook } from './workbook.ts'

type Query = EntryFilter & { registerId: string; year: number }

/** What is asked for of a register's year as CSV. */
export async function registerFile(db: Database, person: Person, query: Query): Promise<string> {
  return toCsv(await linesOfYear(db, person, query))
}

/** The same as a workbook. */
export async function registerWorkbook(db: Database, person: Person, query: Query): Promise<Uint8Array> {
  const lines = await linesOfYear(db, person, query)
  const [register] = await db
    .select({ name: registers.name })
    .from(registers)
    .where(eq(registers.id, parseId(query.registerId)))
  return toWorkbook(`${register?.name ?? ''}, năm ${query.year}`, lines)
}

async function linesOfYear(db: Database, person: Person, query: Query): Promise<string[][]> {
  const entries = await yearOfEntries(db, person, query)
  return linesByNumber(entries, await rangesOf(db, query)).map((line) =>
    'number' in line ? registerLine(line) : rangeLine(line),
  )
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
  const countOf = async (condition: typeof which) => {
    const counting = db.select({ n: count() }).from(registerEntries)
    const [counted] = await counting.innerJoin(drafts, eq(drafts.id, registerEntries.draftId)).where(condition)
    return counted?.n ?? 0
  }
  const total = await countOf(which)
  const volumes = Math.max(1, Math.ceil(total / VOLUME_LINES))
  const rows = await selectEntries(db, which)
    .orderBy(asc(registerEntries.number))
    .limit(VOLUME_LINES)
    .offset((given.volume - 1) * VOLUME_LINES)
  // A range stands in the volume of the number behind it; one at the very end in the last.
  const ranges = await Promise.all(
    (await rangesOf(db, given)).map(async (range) => {
      const before = await countOf(and(which, lt(registerEntries.number, range.from)))
      return { range, volume: Math.min(volumes, Math.floor(before / VOLUME_LINES) + 1) }
    }),
  )
  const here = ranges.filter(({ volume }) => volume === given.volume).map(({ range }) => range)
  const lines = linesByNumber(rows.map(asView), here)
  return { lines, volume: given.volume, volumes, isFiltered: isFiltered(given) }
}

/** Ranges belong to the whole year only: none of them has a kind, a signer or a day. */
async function rangesOf(db: Database, query: Query): Promise<OutsideRange[]> {
  const { registerId, year } = query
  if (isFiltered(query)) return []
  return (await outsideRanges(db, [registerId])).get(rangeKey(registerId, year)) ?? []
}

const isFiltered = ({ search, kind, unitId, signer, from, to, state }: EntryFilter) =>
  [search, kind, unitId, signer, from, to, state].some((choice) => choice !== undefined && choice.trim() !== '')
