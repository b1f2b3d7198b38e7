/** Registers and their numbers (NUM-1): within a register and year no gap and no duplicate, whatever fails. */
import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import { type KindId, kindOf } from '../../src/lib/document/kinds.ts'
import { AppError } from '../../src/lib/errors.ts'
import type { Queryable, Transaction } from '../database/connect.ts'
import { registerEntries, registers, registerYears } from '../database/tables.ts'

export interface RegisterRef {
  id: string
  name: string
}

/** The open register that names this kind, else the one for every other kind. */
export async function findRegister(db: Queryable, agencyId: string, kind: string): Promise<RegisterRef | null> {
  const open = and(eq(registers.agencyId, agencyId), isNull(registers.closedAt))
  const rows = await db.select().from(registers).where(open).orderBy(asc(registers.name), asc(registers.id))
  const found = rows.find((row) => row.kinds.includes(kind)) ?? rows.find((row) => row.kinds.length === 0)
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

export interface TakenNumber {
  registerId: string
  number: number
  year: number
  /** yyyy-MM-dd in Vietnam. */
  date: string
}

/**
 * Takes the next number, to be given back by Postgres when the transaction fails. The register stays locked until its
 * end, and the date is read behind that lock, so that numbers and dates grow together (Điều 15).
 */
export async function takeNumber(
  tx: Transaction,
  document: { agencyId: string; kind: string },
  now: (tx: Transaction) => Promise<Date>,
): Promise<TakenNumber> {
  const register = await findRegister(tx, document.agencyId, document.kind)
  if (!register) throw new AppError('no_register', { kind: document.kind })
  await tx.select({ id: registers.id }).from(registers).where(eq(registers.id, register.id)).for('no key update')
  const { date, year } = calendarDay(await now(tx))
  const [row] = await tx
    .insert(registerYears)
    .values({ registerId: register.id, year, lastNumber: 1 })
    .onConflictDoUpdate({
      target: [registerYears.registerId, registerYears.year],
      set: { lastNumber: sql`${registerYears.lastNumber} + 1` },
    })
    .returning({ number: registerYears.lastNumber })
  if (!row) throw new Error('the register gave no number')
  return { registerId: register.id, number: row.number, year, date }
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
  const isReturned = isNewest && calendarDay(voidedAt).date === entry.documentDate
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
