/** People as their colleagues see them, and what the administrator does about them. */
import { and, arrayContains, arrayOverlaps, count, eq, inArray, isNull, ne, sql } from 'drizzle-orm'
import { z } from 'zod'
import { AppError } from '../../src/lib/errors.ts'
import { type Role, ROLES } from '../../src/lib/vocabulary.ts'
import { changeAccess, record } from '../audit/index.ts'
import type { Transaction } from '../database/connect.ts'
import { agencies, sessions, units, users } from '../database/tables.ts'
import { line, parse, parseId } from './border.ts'
import { correctHolding } from './correction.ts'
import type { Ground } from './ground.ts'
import { needAdministrator } from './office.ts'
import { newPerson, personData } from './office-data.ts'
import { hashPassword, oneTimePassword } from './passwords.ts'
import type { Person } from './person.ts'
import { asPerson } from './sessions.ts'
import type { Colleague, PeoplePage, PeopleQuery, PersonRow } from './shapes.ts'
import { onDay, userColumns } from './validity.ts'
import { saysAll } from './words.ts'

export interface PersonData {
  name: string
  position: string
  unitId: string | null
  roles: Role[]
}

/** Active people of the agency, by name as Vietnamese read it: the given name, which stands last, first. */
export async function colleagues(
  ground: Ground,
  person: Person,
  filter: { roles?: Role[] } = {},
): Promise<Colleague[]> {
  const anyRole = filter.roles && arrayOverlaps(users.roles, filter.roles)
  const rows = await ground.db
    .select({
      ...{ id: users.id, name: users.name, position: userColumns.position, roles: users.roles },
      unit: onDay(units.name, units.id),
    })
    .from(users)
    .leftJoin(units, eq(units.id, users.unitId))
    .where(and(eq(users.agencyId, person.agencyId), isNull(users.lockedAt), anyRole))
  return inOrder(rows)
}

const vietnamese = new Intl.Collator('vi')

/**
 * By the given name, which comes last. An office of thousands is put in order for each page of a draft, and the collator takes
 * a microsecond for each look: it is asked about the few hundred words that names are made of.
 */
export function inOrder<T extends { name: string }>(people: readonly T[]): T[] {
  const named = people.map((person) => ({ person, words: person.name.split(' ') }))
  const words = [...new Set(named.flatMap(({ words }) => words))].sort(vietnamese.compare)
  const rankOf = new Map(words.map((word, rank) => [word, rank]))
  const ranked = named.map(({ person, words }) => {
    const ranks = words.map((word) => rankOf.get(word) ?? 0)
    return { person, ranks: [ranks.at(-1) ?? 0, ...ranks] }
  })
  return ranked.sort((a, b) => firstDifference(a.ranks, b.ranks)).map(({ person }) => person)
}

/** The shorter comes first where it is the beginning of the longer. */
function firstDifference(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((rank, at) => rank !== b[at])
  return at < 0 ? a.length - b.length : (a[at] ?? 0) - (b[at] ?? -1)
}

const PAGE_ROWS = 50
const query = z.object({
  search: line(200, 0).default(''),
  role: z.enum(ROLES).optional(),
  page: z.number().int().min(1).max(1_000_000).default(1),
})

/** A page of everybody in the agency, locked or not. Words may be of the name, the username, the position or the unit. */
export async function peoplePage(ground: Ground, person: Person, input: PeopleQuery): Promise<PeoplePage> {
  needAdministrator(person)
  const { search, role, page } = parse(query, input)
  const which = and(
    eq(users.agencyId, person.agencyId),
    role && arrayContains(users.roles, [role]),
    ...saysAll(words, search),
  )
  // In the order of Vietnamese names, which Postgres does not know: by their names alone, however many there are.
  const names = await ground.db
    .select({ id: users.id, name: users.name })
    .from(users)
    .leftJoin(units, eq(units.id, users.unitId))
    .where(which)
  const ids = inOrder(names).map(({ id }) => id)
  const rows = await rowsOf(ground, person, ids.slice((page - 1) * PAGE_ROWS, page * PAGE_ROWS))
  return { rows, total: ids.length, page, pages: Math.max(1, Math.ceil(ids.length / PAGE_ROWS)) }
}

/** Throws `not_found` for one of another agency. */
export async function onePerson(ground: Ground, person: Person, id: string): Promise<PersonRow> {
  needAdministrator(person)
  const [row] = await rowsOf(ground, person, [parseId(id)])
  if (!row) throw new AppError('not_found')
  return row
}

/** What a line prints, folded. */
const words = sql`fold_text(
  ${users.name} || ' ' || ${users.username} || ' ' || ${userColumns.position} || ' ' || coalesce(${onDay(units.name, units.id)}, '')
)`

async function rowsOf(ground: Ground, person: Person, ids: string[]): Promise<PersonRow[]> {
  const rows = await ground.db
    .select({ user: userColumns, unitName: onDay(units.name, units.id) })
    .from(users)
    .leftJoin(units, eq(units.id, users.unitId))
    .where(and(eq(users.agencyId, person.agencyId), inArray(users.id, ids)))
  return inOrder(
    rows.map(({ user, unitName }) => {
      const { lockedAt, mustChangePassword, createdAt } = user
      return { ...asPerson(user), unitName, lockedAt, mustChangePassword, createdAt }
    }),
  )
}

/** Gives back the one-time password; it is shown once and stored only as a hash. */
export async function createPerson(
  ground: Ground,
  person: Person,
  input: PersonData & { username: string },
): Promise<{ id: string; password: string }> {
  needAdministrator(person)
  const data = parse(newPerson, input)
  const password = oneTimePassword()
  const passwordHash = await hashPassword(password)
  return ground.db.transaction(async (tx) => {
    await needUnit(tx, person, data.unitId)
    const [made] = await tx
      .insert(users)
      .values({ ...data, agencyId: person.agencyId, passwordHash, mustChangePassword: true })
      .onConflictDoNothing()
      .returning({ id: users.id })
    if (!made) throw new AppError('bad_input', { field: 'username', reason: 'taken' })
    await record(tx, { actorId: person.id, act: 'person.create', detail: { id: made.id, ...data } })
    return { id: made.id, password }
  })
}

/** Roles count at the person's next click, and on open sockets within 2 s. */
export async function editPerson(ground: Ground, person: Person, id: string, input: PersonData): Promise<void> {
  needAdministrator(person)
  const data = parse(personData, input)
  await changed(ground, person, id, 'person.edit', data, async (tx, userId) => {
    await needUnit(tx, person, data.unitId)
    const { position, ...others } = data
    const isChanged = await correctHolding(tx, userId, { position })
    await tx
      .update(users)
      .set(isChanged ? others : data)
      .where(eq(users.id, userId))
    if (!data.roles.includes('admin')) await needAnotherAdministrator(tx, person, userId)
  })
}

/** Ends the person's sessions; what they hold stays theirs until somebody takes it back. */
export async function lockPerson(ground: Ground, person: Person, id: string): Promise<void> {
  needAdministrator(person)
  await changed(ground, person, id, 'person.lock', {}, async (tx, userId) => {
    await tx
      .update(users)
      .set({ lockedAt: sql`coalesce(${users.lockedAt}, now())` })
      .where(eq(users.id, userId))
    await tx.delete(sessions).where(eq(sessions.userId, userId))
    await needAnotherAdministrator(tx, person, userId)
  })
}

export async function unlockPerson(ground: Ground, person: Person, id: string): Promise<void> {
  needAdministrator(person)
  await changed(ground, person, id, 'person.unlock', {}, (tx, userId) => {
    return tx.update(users).set({ lockedAt: null }).where(eq(users.id, userId))
  })
}

/** A new one-time password, shown once; every session of the person ends. */
export async function resetPassword(ground: Ground, person: Person, id: string): Promise<{ password: string }> {
  needAdministrator(person)
  const password = oneTimePassword()
  const passwordHash = await hashPassword(password)
  await changed(ground, person, id, 'person.reset-password', {}, async (tx, userId) => {
    await tx.update(users).set({ passwordHash, mustChangePassword: true }).where(eq(users.id, userId))
    await tx.delete(sessions).where(eq(sessions.userId, userId))
  })
  return { password }
}

async function changed(
  ground: Ground,
  person: Person,
  id: string,
  act: string,
  detail: Record<string, unknown>,
  change: (tx: Transaction, userId: string) => Promise<unknown>,
): Promise<void> {
  const userId = parseId(id)
  await ground.db.transaction(async (tx) => {
    const own = and(eq(users.id, userId), eq(users.agencyId, person.agencyId))
    const [known] = await tx.select({ id: users.id }).from(users).where(own).for('update')
    if (!known) throw new AppError('not_found')
    await change(tx, userId)
    await record(tx, { actorId: person.id, act, detail: { id: userId, ...detail } })
    await changeAccess(tx, { userId })
  })
  ground.rightsChanged({ userId })
}

/** Without an administrator nobody could mend the office any more. */
async function needAnotherAdministrator(tx: Transaction, person: Person, userId: string): Promise<void> {
  const others = and(
    eq(users.agencyId, person.agencyId),
    ne(users.id, userId),
    isNull(users.lockedAt),
    arrayContains(users.roles, ['admin']),
  )
  // One at a time, else two administrators could lock each other out at once.
  await tx.select({ id: agencies.id }).from(agencies).where(eq(agencies.id, person.agencyId)).for('update')
  const [row] = await tx.select({ others: count() }).from(users).where(others)
  if (!row?.others) throw new AppError('bad_input', { field: 'roles', reason: 'last_admin' })
}

async function needUnit(tx: Transaction, person: Person, unitId: string | null): Promise<void> {
  if (unitId === null) return
  const open = and(eq(units.id, unitId), eq(units.agencyId, person.agencyId), isNull(units.closedAt))
  const [unit] = await tx.select({ id: units.id }).from(units).where(open)
  if (!unit) throw new AppError('bad_input', { field: 'unitId', reason: 'choice' })
}
