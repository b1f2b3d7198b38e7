/**
 * Numbers kept ahead: the next of a register for a paper of a certain day, or, by decision, one with a letter behind it ("12a").
 * Everything happens behind the register's lock, as when a number is given, so that there is still no gap and no double (NUM-1).
 */
import { and, count as counted, desc, eq, isNull, or, sql } from 'drizzle-orm'
import { z } from 'zod'
import { numberAndSymbol } from '../../src/lib/document/print/lines.ts'
import { AppError } from '../../src/lib/errors.ts'
import { id, parse, parseId, printedLine } from '../access/border.ts'
import type { Person } from '../access/person.ts'
import { mayWithRegisters, needWithRegisters } from '../access/registers.ts'
import { today } from '../access/validity.ts'
import { record } from '../audit/index.ts'
import type { Database, Transaction } from '../database/connect.ts'
import { registerEntries, registers, registerYears, reservedNumbers, users } from '../database/tables.ts'
import type { ReservedView } from './shapes.ts'

/** At once: more is a slip of the hand, and would stand in the register as void. */
const MOST_AT_ONCE = 20
/**
 * Of one register's year that no paper has taken, void ones too: each is a line of the register that everybody reads. An office
 * keeps some dozens a year.
 */
const MOST_UNUSED = 300
/** How far ahead, in days. */
const FARTHEST_DAYS = 366
/** Letters that count in Vietnamese (a, b, c, d, đ, e, g …), one of them. */
const SUFFIX = /^[abcdđeghiklmnopqrstuvxy]$/

const keeping = z.object({
  registerId: id,
  forDate: z.iso.date('date'),
  count: z.number('number').int('number').min(1, 'number').max(MOST_AT_ONCE, 'number').default(1),
  reason: printedLine(500),
})
const adding = z.object({
  registerId: id,
  number: z.number('number').int('number').min(1, 'number'),
  suffix: z.string().trim().toLowerCase().normalize('NFC').regex(SUFFIX, 'letter'),
  forDate: z.iso.date('date'),
  decision: printedLine(200),
  reason: printedLine(500),
})
const giving = z.object({ id, reason: printedLine(500) })

export type Keeping = z.input<typeof keeping>
export type Adding = z.input<typeof adding>

/**
 * Keeps the next numbers of the register for papers of a day, today or later. Throws `not_allowed`, `not_found`, `wrong_state`
 * (closed), and `bad_input`: on `forDate`, `past` or `far`; on `count`, `too_many_kept`.
 */
export async function keepNumbers(db: Database, person: Person, given: Keeping): Promise<{ from: number; to: number }> {
  needWithRegisters(person, 'start')
  const { registerId, forDate, count, reason } = parse(keeping, given)
  return db.transaction(async (tx) => {
    const { year, name } = await lockOwn(tx, person, registerId, forDate)
    await needRoom(tx, { registerId, year }, count, 'count')
    const [row] = await tx
      .insert(registerYears)
      .values({ registerId, year, lastNumber: count })
      .onConflictDoUpdate({
        target: [registerYears.registerId, registerYears.year],
        set: { lastNumber: sql`${registerYears.lastNumber} + ${count}` },
      })
      .returning({ last: registerYears.lastNumber })
    if (!row) throw new Error('the register gave no number')
    const from = row.last - count + 1
    const kept = { registerId, year, forDate, reason, createdBy: person.id }
    await tx.insert(reservedNumbers).values(Array.from({ length: count }, (_, at) => ({ ...kept, number: from + at })))
    const detail = { registerId, name, year, from, to: row.last, forDate, reason }
    await record(tx, { actorId: person.id, act: 'register.keep', detail })
    return { from, to: row.last }
  })
}

/**
 * Keeps "12a" beside 12, which has been given. By decision only: the paper would else have a number that no series gives.
 * Throws as `keepNumbers` does, and `bad_input`: on `number`, `number_not_given` or `too_many_kept`; on `suffix`, `taken`.
 */
export async function addSuffixed(db: Database, person: Person, given: Adding): Promise<{ number: string }> {
  needWithRegisters(person, 'start')
  const { registerId, number, suffix, forDate, decision, reason } = parse(adding, given)
  return db.transaction(async (tx) => {
    const { year, name } = await lockOwn(tx, person, registerId, forDate)
    await needRoom(tx, { registerId, year }, 1, 'number')
    const ofYear = and(eq(registerYears.registerId, registerId), eq(registerYears.year, year))
    const [{ last } = { last: 0 }] = await tx
      .select({ last: registerYears.lastNumber })
      .from(registerYears)
      .where(ofYear)
    if (number > last) throw new AppError('bad_input', { field: 'number', reason: 'number_not_given' })
    const same = and(
      eq(reservedNumbers.registerId, registerId),
      eq(reservedNumbers.year, year),
      eq(reservedNumbers.number, number),
      eq(reservedNumbers.suffix, suffix),
    )
    if ((await tx.select({ id: reservedNumbers.id }).from(reservedNumbers).where(same)).length > 0)
      throw new AppError('bad_input', { field: 'suffix', reason: 'taken' })
    const kept = { registerId, year, number, suffix, forDate, decision, reason }
    await tx.insert(reservedNumbers).values({ ...kept, createdBy: person.id })
    await record(tx, { actorId: person.id, act: 'register.keep-suffixed', detail: { ...kept, name } })
    return { number: `${number}${suffix}` }
  })
}

/**
 * Gives a kept number back that no paper has taken. While it is the newest of its register and its day has not passed, the next
 * paper has it; otherwise it stands in the register as void, with this reason. Throws `not_found`, and `stale` when a paper has
 * taken it or somebody gave it back meanwhile.
 */
export async function giveBack(
  db: Database,
  person: Person,
  given: { id: string; reason: string },
): Promise<{ isReturned: boolean }> {
  needWithRegisters(person, 'start')
  const { id: keptId, reason } = parse(giving, given)
  return db.transaction(async (tx) => {
    const [found] = await tx
      .select({ kept: reservedNumbers })
      .from(reservedNumbers)
      .innerJoin(registers, eq(registers.id, reservedNumbers.registerId))
      .where(and(eq(reservedNumbers.id, keptId), eq(registers.agencyId, person.agencyId)))
    if (!found) throw new AppError('not_found')
    const { registerId, year, number, suffix } = found.kept
    await tx.select({ id: registers.id }).from(registers).where(eq(registers.id, registerId)).for('no key update')
    const [now] = await tx
      .select({
        last: registerYears.lastNumber,
        isLate: sql<boolean>`${reservedNumbers.forDate} < ${today}`,
        isFree: sql<boolean>`${reservedNumbers.returnedAt} is null and not exists (
          select from ${registerEntries} where ${registerEntries.reservedId} = ${reservedNumbers.id})`,
      })
      .from(reservedNumbers)
      .innerJoin(
        registerYears,
        and(eq(registerYears.registerId, reservedNumbers.registerId), eq(registerYears.year, reservedNumbers.year)),
      )
      .where(eq(reservedNumbers.id, keptId))
    if (!now?.isFree) throw new AppError('stale')
    const isReturned = suffix === '' && !now.isLate && number === now.last && !(await hasSuffixed(tx, found.kept))
    await tx
      .update(reservedNumbers)
      .set({ returnedAt: sql`now()`, returnedBy: person.id, returnReason: reason, numberReturned: isReturned })
      .where(eq(reservedNumbers.id, keptId))
    if (isReturned)
      await tx
        .update(registerYears)
        .set({ lastNumber: number - 1 })
        .where(and(eq(registerYears.registerId, registerId), eq(registerYears.year, year)))
    const detail = { registerId, year, number, ...(suffix && { suffix }), reason, isReturned }
    await record(tx, { actorId: person.id, act: 'register.give-back', detail })
    return { isReturned }
  })
}

/** Behind the register's lock. */
async function needRoom(
  tx: Transaction,
  { registerId, year }: { registerId: string; year: number },
  wanted: number,
  field: string,
): Promise<void> {
  const unused = and(
    eq(reservedNumbers.registerId, registerId),
    eq(reservedNumbers.year, year),
    eq(reservedNumbers.numberReturned, false),
    isNull(registerEntries.id),
  )
  const [row] = await tx
    .select({ n: counted() })
    .from(reservedNumbers)
    .leftJoin(registerEntries, eq(registerEntries.reservedId, reservedNumbers.id))
    .where(unused)
  if ((row?.n ?? 0) + wanted > MOST_UNUSED) throw new AppError('bad_input', { field, reason: 'too_many_kept' })
}

/** "12a" would stand beside a number that is another paper's by then. */
async function hasSuffixed(tx: Transaction, kept: typeof reservedNumbers.$inferSelect): Promise<boolean> {
  const beside = and(
    eq(reservedNumbers.registerId, kept.registerId),
    eq(reservedNumbers.year, kept.year),
    eq(reservedNumbers.number, kept.number),
    sql`${reservedNumbers.suffix} <> ''`,
  )
  return (await tx.select({ id: reservedNumbers.id }).from(reservedNumbers).where(beside)).length > 0
}

/** The register, locked, for a day on which it gives numbers. */
async function lockOwn(
  tx: Transaction,
  person: Person,
  registerId: string,
  forDate: string,
): Promise<{ year: number; name: string }> {
  const own = and(eq(registers.id, parseId(registerId)), eq(registers.agencyId, person.agencyId))
  const [row] = await tx
    .select({
      register: registers,
      isPast: sql<boolean>`${forDate}::date < ${today}`,
      isFar: sql<boolean>`${forDate}::date > ${today} + ${FARTHEST_DAYS}::int`,
    })
    .from(registers)
    .where(own)
    .for('no key update')
  if (!row) throw new AppError('not_found')
  const year = Number(forDate.slice(0, 4))
  const { closedAt, fromYear, toYear, name } = row.register
  if (closedAt || year < (fromYear ?? year) || year > (toYear ?? year))
    throw new AppError('wrong_state', { state: 'closed' })
  if (row.isPast) throw new AppError('bad_input', { field: 'forDate', reason: 'past' })
  if (row.isFar) throw new AppError('bad_input', { field: 'forDate', reason: 'far' })
  return { year, name }
}

/** Kept numbers that stand: waiting for their paper, taken by it, or void. Newest first; for those who read the whole register. */
export async function listReserved(
  db: Database,
  person: Person,
  query: { registerId?: string; year: number },
): Promise<ReservedView[]> {
  if (!mayWithRegisters(person, 'read-all')) return []
  const rows = await selectReserved(
    db,
    and(
      eq(registers.agencyId, person.agencyId),
      query.registerId ? eq(registers.id, parseId(query.registerId)) : undefined,
      // What waits for a day of the next year is of this year's concern.
      or(eq(reservedNumbers.year, query.year), isOpen),
    ),
  )
  return rows
}

const isOpen = and(isNull(reservedNumbers.returnedAt), isNull(registerEntries.id))

/** Those of one register's year that no entry tells of: kept and not used yet, or void. */
export async function unusedReserved(db: Database, registerId: string, year: number): Promise<ReservedView[]> {
  const which = and(eq(registers.id, registerId), eq(reservedNumbers.year, year), isNull(registerEntries.id))
  const rows = await selectReserved(db, which)
  return rows.filter(({ state }) => state !== 'back')
}

async function selectReserved(db: Database, which: ReturnType<typeof and>): Promise<ReservedView[]> {
  const rows = await db
    .select({
      kept: reservedNumbers,
      register: registers.name,
      by: users.name,
      isLate: sql<boolean>`${reservedNumbers.forDate} < ${today}`,
      entry: { symbol: registerEntries.symbol, draftId: registerEntries.draftId },
    })
    .from(reservedNumbers)
    .innerJoin(registers, eq(registers.id, reservedNumbers.registerId))
    .innerJoin(users, eq(users.id, reservedNumbers.createdBy))
    .leftJoin(registerEntries, eq(registerEntries.reservedId, reservedNumbers.id))
    .where(which)
    .orderBy(desc(reservedNumbers.year), desc(reservedNumbers.number), desc(reservedNumbers.suffix))
  return rows.map(({ kept, register, by, isLate, entry }) => ({
    ...{ id: kept.id, registerId: kept.registerId, register, year: kept.year, number: kept.number },
    ...{ suffix: kept.suffix, forDate: kept.forDate, reason: kept.reason, decision: kept.decision, by },
    at: kept.createdAt,
    usedBy: entry?.draftId
      ? { draftId: entry.draftId, numberLine: numberAndSymbol(kept.number, entry.symbol ?? '', kept.suffix) }
      : null,
    returnReason: kept.returnReason,
    state: stateOf(kept, entry?.draftId != null, isLate),
  }))
}

function stateOf(kept: typeof reservedNumbers.$inferSelect, isUsed: boolean, isLate: boolean): ReservedView['state'] {
  if (isUsed) return 'used'
  if (kept.numberReturned) return 'back'
  if (kept.returnedAt) return 'void'
  return isLate ? 'late' : 'open'
}
