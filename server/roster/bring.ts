/** Writes what was agreed to: units, people, changes and the record of it in one transaction. */
import { eq, inArray } from 'drizzle-orm'
import { AppError } from '../../src/lib/errors.ts'
import { lockUnits, needOwnAbbreviation } from '../access/abbreviations.ts'
import { correctHolding } from '../access/correction.ts'
import { hashOneTimePassword, oneTimePassword } from '../access/passwords.ts'
import type { Person } from '../access/person.ts'
import { changeAccess, record } from '../audit/index.ts'
import type { Transaction } from '../database/connect.ts'
import { units, users } from '../database/tables.ts'
import type { Ground } from './ground.ts'
import { readKnown } from './known.ts'
import { type GivenFile, planGiven } from './look.ts'
import type { Plan, UnitChoice } from './plan.ts'
import type { Handed, RosterDone } from './shapes.ts'

/** Hashes at the same time: the pool of threads has four, which others need too. */
const HASHES_AT_ONCE = 2

export async function bringRoster(
  ground: Ground,
  person: Person,
  given: GivenFile,
  agreed: { digest: string; skipFaulty: boolean },
): Promise<RosterDone> {
  const { plan, known } = await planGiven(ground, person, given)
  needAgreement(plan, agreed)
  // Outside the transaction, which holds locks that others wait for.
  const passwords = await withPasswords(plan.people.map(({ username }) => username))

  const { done, changedIds } = await ground.db.transaction(async (tx) => {
    // In the order in which an administrator's other acts lock: people, then the agency.
    await tx
      .select({ id: users.id })
      .from(users)
      .where(
        inArray(
          users.id,
          plan.changed.map(({ id }) => id),
        ),
      )
      .orderBy(users.id)
      .for('update')
    // Whoever else changes units, or takes an administrator's role, waits here, and is then seen.
    await lockUnits(tx, person.agencyId)
    // Behind the locks: what was planned holds for the office as it was read.
    if (JSON.stringify(await readKnown(tx, person)) !== JSON.stringify(known)) throw new AppError('stale')
    const unitIds = await bringUnits(tx, person, plan)
    const idOf = (unit: UnitChoice) =>
      unit.is === 'none' ? null : unit.is === 'known' ? unit.id : (unitIds.get(unit.key) ?? null)
    const created = await bringPeople(tx, person, plan, passwords, idOf)
    await changePeople(tx, plan, idOf)
    const detail = {
      fileName: plan.report.fileName,
      units: plan.units.map(({ key, name, abbreviation }) => ({ id: unitIds.get(key), name, abbreviation })),
      created,
      changed: plan.changed.map(({ id, to }) => ({ id, ...to, unit: undefined, unitId: idOf(to.unit) })),
      leftOut: plan.report.faults.length,
    }
    await record(tx, { actorId: person.id, act: 'people.import', detail })
    for (const { id } of plan.changed) await changeAccess(tx, { userId: id })
    const handed = plan.report.people.map(({ name, username, unit }): Handed => {
      return { name, username, unit, password: passwords.get(username)?.password ?? '' }
    })
    return {
      done: { units: plan.units.length, created: handed, changed: plan.changed.length },
      changedIds: plan.changed.map(({ id }) => id),
    }
  })
  for (const userId of changedIds) ground.rightsChanged({ userId })
  return done
}

function needAgreement(plan: Plan, { digest, skipFaulty }: { digest: string; skipFaulty: boolean }): void {
  const { faults, refusal } = plan.report
  if (plan.report.digest !== digest) throw new AppError('stale')
  if (refusal) throw new AppError('bad_input', { field: 'file', reason: refusal })
  if (faults.length > 0 && !skipFaulty) throw new AppError('bad_input', { field: 'skipFaulty', reason: 'rows' })
}

async function withPasswords(usernames: string[]): Promise<Map<string, { password: string; hash: string }>> {
  const all = new Map<string, { password: string; hash: string }>()
  for (let at = 0; at < usernames.length; at += HASHES_AT_ONCE) {
    const made = usernames.slice(at, at + HASHES_AT_ONCE).map(async (username) => {
      const password = oneTimePassword()
      all.set(username, { password, hash: await hashOneTimePassword(password) })
    })
    await Promise.all(made)
  }
  return all
}

async function bringUnits(tx: Transaction, person: Person, plan: Plan): Promise<Map<string, string>> {
  const ids = new Map<string, string>()
  for (const { key, name, abbreviation } of plan.units) {
    const row = { agencyId: person.agencyId, name, abbreviation }
    const [unit] = await tx.insert(units).values(row).returning({ id: units.id })
    if (!unit) throw new Error('the unit was not made')
    await needOwnAbbreviation(tx, unit.id)
    ids.set(key, unit.id)
  }
  return ids
}

async function bringPeople(
  tx: Transaction,
  person: Person,
  plan: Plan,
  passwords: Map<string, { hash: string }>,
  idOf: (unit: UnitChoice) => string | null,
) {
  if (plan.people.length === 0) return []
  const rows = plan.people.map(({ name, username, position, roles, unit }) => {
    const passwordHash = passwords.get(username)?.hash
    if (!passwordHash) throw new AppError('stale')
    const own = { name, username, position, roles, unitId: idOf(unit) }
    return { ...own, agencyId: person.agencyId, passwordHash, mustChangePassword: true }
  })
  const made = await tx
    .insert(users)
    .values(rows)
    .onConflictDoNothing()
    .returning({
      ...{ id: users.id, name: users.name, username: users.username, position: users.position },
      ...{ unitId: users.unitId, roles: users.roles },
    })
  // Somebody has added one of these names at the same moment.
  if (made.length < rows.length) throw new AppError('stale')
  return made
}

/** Corrects what holds today, as an administrator does person by person. */
async function changePeople(tx: Transaction, plan: Plan, idOf: (unit: UnitChoice) => string | null): Promise<void> {
  for (const { id, to } of plan.changed) {
    const { position, name, roles } = to
    const others = { name, roles, unitId: idOf(to.unit) }
    const isChanged = await correctHolding(tx, id, { position })
    await tx
      .update(users)
      .set(isChanged ? others : { ...others, position })
      .where(eq(users.id, id))
  }
}
