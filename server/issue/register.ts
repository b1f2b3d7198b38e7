/** Registers and their numbers (NUM-1): within a register and year no gap and no duplicate, whatever fails. */
import { and, asc, eq, gte, isNull, lte, not, or, sql } from 'drizzle-orm'
import { type KindId, kindOf } from '../../src/lib/document/kinds.ts'
import { numberAndSymbol } from '../../src/lib/document/print/lines.ts'
import { AppError } from '../../src/lib/errors.ts'
import type { Queryable, Transaction } from '../database/connect.ts'
import { registerEntries, registers, registerYears, reservedNumbers } from '../database/tables.ts'

export interface RegisterRef {
  id: string
  name: string
}

/** What tells in which series a paper is numbered. */
export interface Paper {
  agencyId: string
  kind: string
  /** As it is printed behind the number: "QĐ-UBND", or of a council "QĐ-HĐTĐKT". */
  symbol?: string
}

/**
 * The register that is open in this year and names the kind, else the one for every other kind. A council that has registers of
 * its own, and stands in the symbol, is numbered there (Phụ lục I, II.3.a).
 */
export async function findRegister(
  db: Queryable,
  { agencyId, kind, symbol = '' }: Paper,
  year: number,
): Promise<RegisterRef | null> {
  const rows = await db
    .select()
    .from(registers)
    .where(
      and(
        eq(registers.agencyId, agencyId),
        isNull(registers.closedAt),
        or(isNull(registers.fromYear), lte(registers.fromYear, year)),
        or(isNull(registers.toYear), gte(registers.toYear, year)),
      ),
    )
    .orderBy(asc(registers.name), asc(registers.id))
  const groups = new Set(symbol.toUpperCase().split(/[-/\s]+/))
  const ofBody = rows.filter(({ bodySymbol }) => bodySymbol !== '' && groups.has(bodySymbol.toUpperCase()))
  const own = ofBody.length > 0 ? ofBody : rows.filter(({ bodySymbol }) => bodySymbol === '')
  const found = own.find((row) => row.kinds.includes(kind)) ?? own.find((row) => row.kinds.length === 0)
  return found ? { id: found.id, name: found.name } : null
}

/** Whether a paper of this kind takes a number at all: one within the office stands in no register. */
export const takesNumber = (kind: KindId): boolean => !kindOf(kind).isInternal

/** The number a finalization would take now; another one may come first. */
export async function nextNumber(db: Queryable, registerId: string, year: number): Promise<number> {
  const thisYear = and(eq(registerYears.registerId, registerId), eq(registerYears.year, year))
  const [row] = await db.select().from(registerYears).where(thisYear)
  return (row?.lastNumber ?? 0) + 1
}

/** Kept numbers of this register that a paper of this day may take. */
export async function openReserved(
  db: Queryable,
  registerId: string,
  date: string,
): Promise<{ id: string; number: number; suffix: string; reason: string }[]> {
  const { id, number, suffix, reason } = reservedNumbers
  return db
    .select({ id, number, suffix, reason })
    .from(reservedNumbers)
    .leftJoin(registerEntries, eq(registerEntries.reservedId, reservedNumbers.id))
    .where(
      and(
        eq(reservedNumbers.registerId, registerId),
        eq(reservedNumbers.forDate, date),
        isNull(reservedNumbers.returnedAt),
        isNull(registerEntries.id),
      ),
    )
    .orderBy(asc(number), asc(suffix))
}

export interface TakenNumber {
  registerId: string
  number: number
  /** Only of a number by decision. */
  suffix?: string
  /** Only of one that had been kept. */
  reservedId?: string
  year: number
  /** yyyy-MM-dd in Vietnam. */
  date: string
}

/**
 * Takes the next number, or the one that was kept for this paper, to be given back by Postgres when the transaction fails. The
 * register stays locked until its end, and the date is read behind that lock, so that numbers and dates grow together (Điều 15).
 * Throws `no_register`, `number_taken {number, register}` when number and symbol stand in the agency's year already, and
 * `reserved_number {reason}`. `likely`: the register that was found a moment ago.
 */
export async function takeNumber(
  tx: Transaction,
  { reservedId, likely, ...paper }: Paper & { reservedId?: string | undefined; likely?: string | undefined },
  now: (tx: Transaction) => Promise<Date>,
): Promise<TakenNumber> {
  const { register, date, year } = await lockRegister(tx, paper, now, likely)
  const taken = reservedId
    ? await takeReserved(tx, reservedId, { registerId: register.id, date })
    : await takeNext(tx, register.id, year)
  await needUnique(tx, paper, { ...taken, year })
  return { registerId: register.id, ...taken, year, date }
}

/** So often may the year, or the register, be another one behind the lock than before it. */
const LOOKS = 3

/** Behind the lock it is looked at again: the year may have changed meanwhile, or the register have been closed. */
async function lockRegister(
  tx: Transaction,
  paper: Paper,
  now: (tx: Transaction) => Promise<Date>,
  likely: string | undefined,
) {
  let id = likely ?? (await findRegister(tx, paper, calendarDay(await now(tx)).year))?.id
  for (let look = 0; look < LOOKS && id !== undefined; look++) {
    await tx.select({ id: registers.id }).from(registers).where(eq(registers.id, id)).for('no key update')
    const day = calendarDay(await now(tx))
    const register = await findRegister(tx, paper, day.year)
    if (register?.id === id) return { register, ...day }
    id = register?.id
  }
  throw id === undefined ? new AppError('no_register', { kind: paper.kind }) : new AppError('stale')
}

async function takeNext(tx: Transaction, registerId: string, year: number): Promise<{ number: number }> {
  const [row] = await tx
    .insert(registerYears)
    .values({ registerId, year, lastNumber: 1 })
    .onConflictDoUpdate({
      target: [registerYears.registerId, registerYears.year],
      set: { lastNumber: sql`${registerYears.lastNumber} + 1` },
    })
    .returning({ number: registerYears.lastNumber })
  if (!row) throw new Error('the register gave no number')
  return row
}

/** A kept number is for one paper, of its register, on its day: Vietnam's, as everywhere. */
async function takeReserved(
  tx: Transaction,
  reservedId: string,
  here: { registerId: string; date: string },
): Promise<Pick<TakenNumber, 'number' | 'suffix' | 'reservedId'>> {
  const [kept] = await tx.select().from(reservedNumbers).where(eq(reservedNumbers.id, reservedId))
  if (!kept || kept.returnedAt) throw new AppError('reserved_number', { reason: 'gone' })
  const used = eq(registerEntries.reservedId, reservedId)
  if ((await tx.select({ id: registerEntries.id }).from(registerEntries).where(used)).length > 0)
    throw new AppError('reserved_number', { reason: 'used' })
  if (kept.registerId !== here.registerId) throw new AppError('reserved_number', { reason: 'other_register' })
  if (kept.forDate !== here.date) throw new AppError('reserved_number', { reason: 'other_day', date: kept.forDate })
  return { number: kept.number, ...(kept.suffix && { suffix: kept.suffix }), reservedId }
}

/** Number and symbol name one paper in the agency's year, whatever the register (Điều 15). */
async function needUnique(
  tx: Transaction,
  { agencyId, symbol = '' }: Paper,
  { number, suffix = '', year }: { number: number; suffix?: string; year: number },
): Promise<void> {
  const [other] = await tx
    .select({ register: registers.name })
    .from(registerEntries)
    .innerJoin(registers, eq(registers.id, registerEntries.registerId))
    .where(
      and(
        eq(registerEntries.agencyId, agencyId),
        eq(registerEntries.year, year),
        eq(registerEntries.number, number),
        eq(registerEntries.suffix, suffix),
        eq(registerEntries.symbol, symbol),
        not(registerEntries.numberReturned),
      ),
    )
  if (other)
    throw new AppError('number_taken', { number: numberAndSymbol(number, symbol, suffix), register: other.register })
}

/**
 * Makes a number void for a reason. While it is the newest of its register and its day has not passed, it is given back
 * instead: the next document has it. Behind the register's lock, so that no number is taken meanwhile.
 */
export async function voidNumber(
  tx: Transaction,
  entry: typeof registerEntries.$inferSelect,
  by: { userId: string; reason: string },
  now: (tx: Transaction) => Promise<Date>,
): Promise<{ isReturned: boolean; voidedAt: Date }> {
  const { registerId, year, number } = entry
  await tx.select({ id: registers.id }).from(registers).where(eq(registers.id, registerId)).for('no key update')
  const voidedAt = await now(tx)
  const isNewest = number + 1 === (await nextNumber(tx, registerId, year))
  // One by decision, or one that had been kept, was for this paper and for no other.
  const isOfSeries = entry.suffix === '' && entry.reservedId === null
  const isReturned = isNewest && isOfSeries && calendarDay(voidedAt).date === entry.documentDate
  await tx
    .update(registerEntries)
    .set({ voidedAt, voidedBy: by.userId, voidReason: by.reason, numberReturned: isReturned })
    .where(eq(registerEntries.id, entry.id))
  if (isReturned) {
    const ofYear = and(eq(registerYears.registerId, registerId), eq(registerYears.year, year))
    await tx
      .update(registerYears)
      .set({ lastNumber: number - 1 })
      .where(ofYear)
  }
  return { isReturned, voidedAt }
}

const vietnameseDay = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Asia/Ho_Chi_Minh',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
})

/** The moment at which a day (yyyy-MM-dd) is over in Việt Nam, which has no summer time. */
export const endOfDay = (date: string): Date => new Date(Date.parse(`${date}T00:00:00+07:00`) + 24 * 60 * 60 * 1000)

/** The calendar day in Vietnam: the number series starts anew on 01/01 there, not in Greenwich. */
export function calendarDay(at: Date): { date: string; year: number } {
  const part = Object.fromEntries(vietnameseDay.formatToParts(at).map(({ type, value }) => [type, value]))
  return { date: `${part.year}-${part.month}-${part.day}`, year: Number(part.year) }
}
