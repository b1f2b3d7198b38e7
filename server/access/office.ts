/** The administrator's verbs about the agency and its units, and what everybody may read of them. */
import { and, eq, sql } from 'drizzle-orm'
import { AppError } from '../../src/lib/errors.ts'
import { record } from '../audit/index.ts'
import { agencies, units } from '../database/tables.ts'
import { lockUnits, needOwnAbbreviation } from './abbreviations.ts'
import { parse, parseId } from './border.ts'
import { correctHolding } from './correction.ts'
import type { Ground } from './ground.ts'
import { agencyData, unitChange, unitData } from './office-data.ts'
import type { Person } from './person.ts'
import type { AgencyData, UnitRow } from './shapes.ts'
import { agencyOn, onDay } from './validity.ts'

export function needAdministrator(person: Person): void {
  if (!person.roles.includes('admin')) throw new AppError('not_allowed', { action: 'administer' })
}

/** Who may bring a key for somebody, or for the seal (null): an administrator, and a leader for themselves. */
export function needKeeperOfKeys(person: Person, userId: string | null): void {
  if (userId !== person.id || !person.roles.includes('leader')) needAdministrator(person)
}

/** Who may hold a key, or bring anybody's: all others need not be listened to at all. */
export function needHolderOfKeys(person: Person): void {
  if (!person.roles.includes('leader')) needAdministrator(person)
}

export async function readAgency(ground: Ground, person: Person): Promise<AgencyData & { id: string }> {
  const [row] = await ground.db
    .select({ id: agencies.id, code: agencies.code, ...agencyOn() })
    .from(agencies)
    .where(eq(agencies.id, person.agencyId))
  if (!row) throw new AppError('not_found')
  return row
}

const unitToday = { name: onDay(units.name, units.id), abbreviation: onDay(units.abbreviation, units.id) }

export async function listUnits(ground: Ground, person: Person): Promise<UnitRow[]> {
  const rows = await ground.db
    .select({ id: units.id, ...unitToday, closedAt: units.closedAt })
    .from(units)
    .where(eq(units.agencyId, person.agencyId))
    .orderBy(sql`${units.closedAt} nulls first`, unitToday.name)
  return rows
}

/** Corrects what holds today; a change from a day on is `addChange`. */
export async function editAgency(ground: Ground, person: Person, input: AgencyData): Promise<void> {
  needAdministrator(person)
  const data = parse(agencyData, input)
  await ground.db.transaction(async (tx) => {
    const { code, ...names } = data
    const isChanged = await correctHolding(tx, person.agencyId, names)
    await tx
      .update(agencies)
      .set(isChanged ? { code } : data)
      .where(eq(agencies.id, person.agencyId))
    await record(tx, { actorId: person.id, act: 'office.edit', detail: data })
  })
}

export async function createUnit(
  ground: Ground,
  person: Person,
  input: { name: string; abbreviation: string },
): Promise<{ id: string }> {
  needAdministrator(person)
  const data = parse(unitData, input)
  return ground.db.transaction(async (tx) => {
    await lockUnits(tx, person.agencyId)
    const [unit] = await tx
      .insert(units)
      .values({ ...data, agencyId: person.agencyId })
      .returning({ id: units.id })
    if (!unit) throw new Error('the unit was not made')
    await needOwnAbbreviation(tx, unit.id)
    await record(tx, { actorId: person.id, act: 'unit.create', detail: { id: unit.id, ...data } })
    return unit
  })
}

export async function editUnit(
  ground: Ground,
  person: Person,
  id: string,
  input: { name: string; abbreviation: string; isClosed: boolean },
): Promise<void> {
  needAdministrator(person)
  const { isClosed, ...data } = parse(unitChange, input)
  await ground.db.transaction(async (tx) => {
    const closedAt = isClosed ? sql`coalesce(${units.closedAt}, now())` : null
    const own = and(eq(units.id, parseId(id)), eq(units.agencyId, person.agencyId))
    await lockUnits(tx, person.agencyId)
    const [known] = await tx.select({ id: units.id }).from(units).where(own).for('update')
    if (!known) throw new AppError('not_found')
    const isChanged = await correctHolding(tx, known.id, data)
    await tx
      .update(units)
      .set(isChanged ? { closedAt } : { ...data, closedAt })
      .where(own)
    await needOwnAbbreviation(tx, known.id)
    await record(tx, { actorId: person.id, act: 'unit.edit', detail: { id, ...data, isClosed } })
  })
}
