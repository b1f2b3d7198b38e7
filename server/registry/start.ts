/**
 * With which number a register goes on: for an office that joins mid-year, or that has given numbers on paper while the
 * program was away. The numbers that are passed over are explained as given outside, so that there is still no gap (NUM-1).
 */
import { and, eq, isNull, sql } from 'drizzle-orm'
import { z } from 'zod'
import { AppError } from '../../src/lib/errors.ts'
import { parse, parseId, printedLine } from '../access/border.ts'
import type { Person } from '../access/person.ts'
import { needWithRegisters } from '../access/registers.ts'
import { record } from '../audit/index.ts'
import type { Database } from '../database/connect.ts'
import { outsideNumbers, registers, registerYears } from '../database/tables.ts'
import { yearNow } from './numbers.ts'

/** More than any office gives in a year; what is larger is a slip of the hand. */
const LARGEST = 99_999

const input = z.object({
  registerId: z.string(),
  year: z.number().int(),
  next: z.number().int().min(1, 'number').max(LARGEST, 'number'),
  reason: printedLine(500),
})

/**
 * By a clerk or an administrator, for the year that it is. Behind the register's lock, so that no number is taken
 * meanwhile. A start that was set by mistake is set again while no number has been given behind it. Throws `not_found`,
 * `not_allowed`, `stale` (another year by now), `wrong_state` (the register is closed), and `bad_input` on `next`:
 * `number_given` when that number or a later one stands, `number_same` when it is the next one already.
 */
export async function setNextNumber(
  db: Database,
  person: Person,
  given: z.input<typeof input>,
): Promise<{ outside: { from: number; to: number } | null }> {
  needWithRegisters(person, 'start')
  const { registerId, year, next, reason } = parse(input, given)
  return db.transaction(async (tx) => {
    const id = parseId(registerId)
    const own = and(eq(registers.id, id), eq(registers.agencyId, person.agencyId))
    const [register] = await tx.select().from(registers).where(own).for('no key update')
    if (!register) throw new AppError('not_found')
    if (register.closedAt) throw new AppError('wrong_state', { state: 'closed' })
    if ((await yearNow(tx)) !== year) throw new AppError('stale')

    const ofYear = and(eq(registerYears.registerId, id), eq(registerYears.year, year))
    await tx.insert(registerYears).values({ registerId: id, year }).onConflictDoNothing()
    const [{ lastNumber } = { lastNumber: 0 }] = await tx.select().from(registerYears).where(ofYear)
    if (next === lastNumber + 1) throw new AppError('bad_input', { field: 'next', reason: 'number_same' })

    // Nothing was given behind it: it may be set anew.
    const standing = and(
      eq(outsideNumbers.registerId, id),
      eq(outsideNumbers.year, year),
      isNull(outsideNumbers.withdrawnAt),
    )
    const [latest] = await tx
      .select()
      .from(outsideNumbers)
      .where(and(standing, eq(outsideNumbers.toNumber, lastNumber)))
    const floor = latest ? latest.fromNumber - 1 : lastNumber
    if (next <= floor) throw new AppError('bad_input', { field: 'next', reason: 'number_given' })

    if (latest) {
      const withdrawn = { withdrawnAt: sql`now()`, withdrawnBy: person.id }
      await tx.update(outsideNumbers).set(withdrawn).where(eq(outsideNumbers.id, latest.id))
    }
    const outside = next - 1 > floor ? { from: floor + 1, to: next - 1 } : null
    await tx
      .update(registerYears)
      .set({ lastNumber: next - 1 })
      .where(ofYear)
    if (outside) {
      const range = { fromNumber: outside.from, toNumber: outside.to, reason, createdBy: person.id }
      await tx.insert(outsideNumbers).values({ registerId: id, year, ...range })
    }
    const detail = { id, name: register.name, year, before: lastNumber + 1, next, outside, reason }
    await record(tx, { actorId: person.id, act: 'register.next-number', detail })
    return { outside }
  })
}
