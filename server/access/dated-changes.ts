/** The administrator's verbs about what the agency, a unit or a person is called from a day on. */
import { and, asc, eq, gte, sql } from 'drizzle-orm'
import { z } from 'zod'
import { AppError } from '../../src/lib/errors.ts'
import { record } from '../audit/index.ts'
import type { Queryable, Transaction } from '../database/connect.ts'
import {
  agencies,
  datedChanges,
  frozenRevisions,
  registerEntries,
  registers,
  units,
  users,
} from '../database/tables.ts'
import { lockUnits, needOwnAbbreviation } from './abbreviations.ts'
import { parse, parseId, printedLine } from './border.ts'
import { fromColumns, toColumns } from './correction.ts'
import type { Ground } from './ground.ts'
import { needAdministrator } from './office.ts'
import { agencyData, unitData } from './office-data.ts'
import type { Person } from './person.ts'
import type { DatedChange, NewChange, Subject } from './shapes.ts'
import { holdsOn, today } from './validity.ts'

export const days = z.object({ validFrom: z.iso.date('date'), validTo: z.iso.date('date').nullable() })

/** What may change from a day on. */
export const CHANGEABLE = {
  agency: agencyData.omit({ code: true }),
  unit: unitData,
  person: z.object({ position: printedLine(150) }),
} as const

/**
 * What the agency, its units or its people were called, are, and will be, in the order of the days: first what holds from
 * the start, for each.
 */
export async function listChanges(ground: Ground, person: Person, subject: Subject): Promise<DatedChange[]> {
  needAdministrator(person)
  const table = TABLES[subject]
  const own = ownedBy(person, subject)
  const rows = await ground.db.select().from(table).where(own)
  const changes = await ground.db
    .select({
      change: datedChanges,
      holds: sql<boolean>`(${holdsOn(today)})`,
      isPast: sql<boolean>`${datedChanges.validFrom} < ${today}`,
      hasBegun: sql<boolean>`${datedChanges.validFrom} <= ${today}`,
    })
    .from(datedChanges)
    .innerJoin(table, eq(table.id, datedChanges.subjectId))
    .where(own)
    .orderBy(asc(datedChanges.validFrom))
  return rows.flatMap((row): DatedChange[] => {
    const its = changes.filter(({ change }) => change.subjectId === row.id)
    const holding = its.findLast(({ holds }) => holds)
    const start = { id: null, subjectId: row.id, validFrom: null, validTo: null, data: changeable(subject, row) }
    return [
      { ...start, hasBegun: true, isPast: true, holds: holding === undefined },
      ...its.map(({ change: { id, subjectId, validFrom, validTo, data }, hasBegun, isPast }, at) => ({
        ...{ id, subjectId, validFrom, validTo, data: fromColumns(data), hasBegun, isPast },
        holds: its[at] === holding,
      })),
    ]
  })
}

/** What of a row may change from a day on. */
function changeable(subject: Subject, row: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(Object.keys(CHANGEABLE[subject].shape).map((name) => [name, String(row[name])]))
}

const ownedBy = (person: Person, subject: Subject) =>
  eq(subject === 'agency' ? agencies.id : TABLES[subject].agencyId, person.agencyId)

/**
 * `bad_input`: `validFrom` past, taken (another change begins that day) or overlap (within a change that has an end);
 * `validTo` order or overlap (another change begins before it is over); `abbreviation` abbreviation_taken or
 * abbreviation_taken_later (another unit bears it then).
 */
export async function addChange(ground: Ground, person: Person, input: NewChange): Promise<{ id: string }> {
  needAdministrator(person)
  const subjectId = parseId(input.subjectId)
  const { validFrom, validTo } = parse(days, { validFrom: input.validFrom, validTo: input.validTo })
  const data = toColumns(parse<z.ZodType<Record<string, string>>>(CHANGEABLE[input.subject], input.data))
  if (validTo !== null && validTo < validFrom) throw new AppError('bad_input', { field: 'validTo', reason: 'order' })
  return ground.db.transaction(async (tx) => {
    if (input.subject === 'unit') await lockUnits(tx, person.agencyId)
    await lockSubject(tx, person, input.subject, subjectId)
    await needFree(tx, subjectId, validFrom, validTo)
    const [change] = await tx
      .insert(datedChanges)
      .values({ subjectId, validFrom, validTo, data, createdBy: person.id })
      .returning({ id: datedChanges.id })
    if (!change) throw new Error('the change was not made')
    if (input.subject === 'unit') await needOwnAbbreviation(tx, subjectId)
    const detail = { subject: input.subject, subjectId, validFrom, validTo, ...data }
    await record(tx, { actorId: person.id, act: 'change.create', detail: { id: change.id, ...detail } })
    return change
  })
}

/**
 * Takes back a change that has not begun, or that begins today. `bad_input`: `id` past; numbered (a document has its
 * number under it); abbreviation_taken or abbreviation_taken_later (another unit bears what it would bear again).
 */
export async function dropChange(ground: Ground, person: Person, changeId: string): Promise<void> {
  needAdministrator(person)
  const id = parseId(changeId)
  await ground.db.transaction(async (tx) => {
    const [change] = await tx.select().from(datedChanges).where(eq(datedChanges.id, id))
    if (!change) throw new AppError('not_found')
    const { subjectId, validFrom, data } = change
    const subject = await subjectOf(tx, subjectId)
    await lockRegisters(tx, person.agencyId)
    if (subject === 'unit') await lockUnits(tx, person.agencyId)
    await lockSubject(tx, person, subject, subjectId)
    const notPast = and(eq(datedChanges.id, id), sql`${datedChanges.validFrom} >= ${today}`)
    const dropped = await tx.delete(datedChanges).where(notPast).returning({ id: datedChanges.id })
    if (dropped.length === 0) throw new AppError('bad_input', { field: 'id', reason: 'past' })
    await needNothingNumbered(tx, person.agencyId, subject, change)
    if (subject === 'unit') await needOwnAbbreviation(tx, subjectId, 'id')
    await record(tx, { actorId: person.id, act: 'change.drop', detail: { id, subjectId, validFrom, ...data } })
  })
}

/** Nothing is numbered meanwhile. Before any other lock, as whoever numbers takes them. */
async function lockRegisters(tx: Transaction, agencyId: string): Promise<void> {
  await tx.select({ id: registers.id }).from(registers).where(eq(registers.agencyId, agencyId)).for('no key update')
}

/** What a document was numbered with must stay to be found. */
async function needNothingNumbered(
  tx: Transaction,
  agencyId: string,
  subject: Subject,
  { subjectId, validFrom, createdAt }: typeof datedChanges.$inferSelect,
): Promise<void> {
  const concerns = {
    agency: eq(registers.agencyId, agencyId),
    unit: eq(registerEntries.unitId, subjectId),
    person: eq(frozenRevisions.frozenBy, subjectId),
  }[subject]
  const since = and(gte(registerEntries.documentDate, validFrom), gte(registerEntries.createdAt, createdAt))
  const [numbered] = await tx
    .select({ id: registerEntries.id })
    .from(registerEntries)
    .innerJoin(registers, eq(registers.id, registerEntries.registerId))
    .leftJoin(frozenRevisions, eq(frozenRevisions.draftId, registerEntries.draftId))
    .where(and(concerns, since))
    .limit(1)
  if (numbered) throw new AppError('bad_input', { field: 'id', reason: 'numbered' })
}

const TABLES = { agency: agencies, unit: units, person: users } as const

/** One change at a time, and only of one's own agency. */
async function lockSubject(tx: Transaction, person: Person, subject: Subject, id: string): Promise<void> {
  const table = TABLES[subject]
  const [row] = await tx
    .select({ id: table.id })
    .from(table)
    .where(and(eq(table.id, id), ownedBy(person, subject)))
    .for('update')
  if (!row) throw new AppError('not_found')
}

async function subjectOf(tx: Queryable, id: string): Promise<Subject> {
  if ((await tx.$count(units, eq(units.id, id))) > 0) return 'unit'
  return (await tx.$count(users, eq(users.id, id))) > 0 ? 'person' : 'agency'
}

/** What has been is not changed behind the back of those who issued documents then: a change begins today or later. */
async function needFree(tx: Transaction, subjectId: string, from: string, to: string | null): Promise<void> {
  const [now] = (await tx.execute<{ today: string }>(sql`select ${today}::text as today`)).rows
  if (!now || from < now.today) throw new AppError('bad_input', { field: 'validFrom', reason: 'past' })
  const others = await tx.select().from(datedChanges).where(eq(datedChanges.subjectId, subjectId))
  for (const other of others) {
    if (other.validFrom === from) throw new AppError('bad_input', { field: 'validFrom', reason: 'day_taken' })
    if (other.validTo !== null && other.validFrom < from && from <= other.validTo)
      throw new AppError('bad_input', { field: 'validFrom', reason: 'overlap' })
    if (to !== null && from < other.validFrom && other.validFrom <= to)
      throw new AppError('bad_input', { field: 'validTo', reason: 'overlap' })
  }
}
