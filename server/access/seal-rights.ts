/** Who may use the agency's seal key at this moment, and who has been put on record for it (Điều 32). */
import { and, desc, eq, type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { AppError } from '../../src/lib/errors.ts'
import { SEAL_CAPACITIES, type SealCapacity } from '../../src/lib/vocabulary.ts'
import { record } from '../audit/index.ts'
import type { Database, Queryable } from '../database/connect.ts'
import { sealRights, users } from '../database/tables.ts'
import { id, parse, printedLine } from './border.ts'
import { needAdministrator } from './office.ts'
import type { Person } from './person.ts'
import { today } from './validity.ts'

/** Whether a right holds: it does, its first day is still to come, its last has passed, or somebody ended it. */
export type RightState = 'holds' | 'not_yet' | 'over' | 'ended'

export interface SealRightView {
  id: string
  name: string
  position: string
  capacity: SealCapacity
  /** yyyy-MM-dd. */
  validFrom: string
  validTo: string | null
  decision: string
  state: RightState
}

const stateOf = sql<RightState>`case when ${sealRights.endedAt} is not null then 'ended'
  when ${sealRights.validFrom} > ${today} then 'not_yet' when ${sealRights.validTo} < ${today} then 'over' else 'holds' end`

/**
 * Goes on only when the person may use the seal today. As long as the agency has nobody on record, its clerks all may. Throws
 * `no_seal_right {reason: 'none' | 'not_yet' | 'over' | 'ended', date?}`.
 */
export async function needSealRight(db: Queryable, person: Person): Promise<void> {
  const rows = await db
    .select({ userId: sealRights.userId, from: sealRights.validFrom, to: sealRights.validTo, state: stateOf })
    .from(sealRights)
    .where(eq(sealRights.agencyId, person.agencyId))
    .orderBy(desc(sealRights.validFrom))
  if (rows.length === 0) return
  const own = rows.filter(({ userId }) => userId === person.id)
  if (own.some(({ state }) => state === 'holds')) return
  const [latest] = own
  const date = latest?.state === 'not_yet' ? latest.from : latest?.to
  throw new AppError('no_seal_right', { reason: latest?.state ?? 'none', ...(date && { date }) })
}

/** Whether the person may, for a page to say before a PIN is typed. */
export async function hasSealRight(db: Queryable, person: Person): Promise<boolean> {
  try {
    await needSealRight(db, person)
    return true
  } catch (failure) {
    if (failure instanceof AppError && failure.code === 'no_seal_right') return false
    throw failure
  }
}

/** For a query: whether the person may, as `needSealRight` has it. */
export function sealRightHolds(person: Person): SQL {
  const ofAgency = eq(sealRights.agencyId, person.agencyId)
  const own = and(ofAgency, eq(sealRights.userId, person.id), sql`${stateOf} = 'holds'`)
  return sql`(not exists (select from ${sealRights} where ${ofAgency}) or exists (select from ${sealRights} where ${own}))`
}

/** Names of those on record for the seal today, to be asked by a clerk who is not. */
export async function sealersToday(db: Queryable, person: Person): Promise<string[]> {
  const rows = await db
    .selectDistinct({ name: users.name })
    .from(sealRights)
    .innerJoin(users, eq(users.id, sealRights.userId))
    .where(and(eq(sealRights.agencyId, person.agencyId), sql`${stateOf} = 'holds'`, sql`'clerk' = any(${users.roles})`))
    .orderBy(users.name)
  return rows.map(({ name }) => name)
}

/** Newest first; those that hold before the others. */
export async function listSealRights(db: Database, person: Person): Promise<SealRightView[]> {
  const { id, capacity, validFrom, validTo, decision } = sealRights
  return db
    .select({ id, name: users.name, position: users.position, capacity, validFrom, validTo, decision, state: stateOf })
    .from(sealRights)
    .innerJoin(users, eq(users.id, sealRights.userId))
    .where(eq(sealRights.agencyId, person.agencyId))
    .orderBy(sql`${sealRights.endedAt} is not null`, desc(validFrom), desc(sealRights.createdAt))
}

const giving = z.object({
  userId: id,
  capacity: z.enum(SEAL_CAPACITIES, 'choice'),
  validFrom: z.iso.date('date'),
  validTo: z.iso.date('date').nullable(),
  decision: printedLine(300),
})

/** By an administrator, for a clerk of the agency. Throws `not_allowed`, `bad_input`: on `userId`, `choice`; on `validTo`, `order`. */
export async function giveSealRight(db: Database, person: Person, given: z.input<typeof giving>): Promise<void> {
  needAdministrator(person)
  const right = parse(giving, given)
  if (right.validTo !== null && right.validTo < right.validFrom)
    throw new AppError('bad_input', { field: 'validTo', reason: 'order' })
  await db.transaction(async (tx) => {
    const clerk = and(
      eq(users.id, right.userId),
      eq(users.agencyId, person.agencyId),
      sql`'clerk' = any(${users.roles})`,
    )
    const [found] = await tx.select({ name: users.name }).from(users).where(clerk)
    if (!found) throw new AppError('bad_input', { field: 'userId', reason: 'choice' })
    await tx.insert(sealRights).values({ ...right, agencyId: person.agencyId, createdBy: person.id })
    await record(tx, { actorId: person.id, act: 'seal.right', detail: { ...right, name: found.name } })
  })
}

/** From now on; it stays on record. `not_found` when it is not there, or was ended before. */
export async function endSealRight(db: Database, person: Person, given: { id: string }): Promise<void> {
  needAdministrator(person)
  const { id: rightId } = parse(z.object({ id }), given)
  await db.transaction(async (tx) => {
    const open = and(
      eq(sealRights.id, rightId),
      eq(sealRights.agencyId, person.agencyId),
      sql`${sealRights.endedAt} is null`,
    )
    const ended = await tx
      .update(sealRights)
      .set({ endedAt: sql`now()`, endedBy: person.id })
      .where(open)
      .returning({ userId: sealRights.userId })
    if (ended.length === 0) throw new AppError('not_found')
    await record(tx, { actorId: person.id, act: 'seal.right-end', detail: { id: rightId, ...ended[0] } })
  })
}
