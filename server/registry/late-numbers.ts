/** Numbers that were kept for a day which has passed, and that no paper has taken: whoever keeps the registers is told. */
import { and, arrayContains, eq, isNull, sql } from 'drizzle-orm'
import { today } from '../access/validity.ts'
import type { Database } from '../database/connect.ts'
import { registerEntries, registers, reservedNumbers, users } from '../database/tables.ts'

export interface LateNumber {
  event: 'number_late'
  /** "07, Sổ chung". */
  about: string
  /** The day that it was kept for. */
  endsAt: Date
  mark: string
  personIds: string[]
}

/** To the clerks of the agency, and to whoever kept it. Of all agencies: asked now and then, on every node. */
export async function lateNumbers(db: Database): Promise<LateNumber[]> {
  const rows = await db
    .select({ kept: reservedNumbers, register: registers.name, agencyId: registers.agencyId })
    .from(reservedNumbers)
    .innerJoin(registers, eq(registers.id, reservedNumbers.registerId))
    .leftJoin(registerEntries, eq(registerEntries.reservedId, reservedNumbers.id))
    .where(
      and(isNull(reservedNumbers.returnedAt), isNull(registerEntries.id), sql`${reservedNumbers.forDate} < ${today}`),
    )
  if (rows.length === 0) return []
  const clerks = await db
    .select({ id: users.id, agencyId: users.agencyId })
    .from(users)
    .where(and(isNull(users.lockedAt), arrayContains(users.roles, ['clerk'])))
  return rows.map(({ kept, register, agencyId }) => ({
    event: 'number_late',
    about: `${String(kept.number).padStart(2, '0')}${kept.suffix}, ${register}`,
    endsAt: new Date(`${kept.forDate}T12:00:00+07:00`),
    mark: `number:${kept.id}`,
    personIds: [...clerks.filter((one) => one.agencyId === agencyId).map(({ id }) => id), kept.createdBy],
  }))
}
