import { and, eq, isNull, sql } from 'drizzle-orm'
import { z } from 'zod'
import { AppError } from '../../src/lib/errors.ts'
import { changeAccess, record } from '../audit/index.ts'
import type { Queryable } from '../database/connect.ts'
import { sessions, units, users } from '../database/tables.ts'
import { line, parse, parseId } from './border.ts'
import type { Ground } from './ground.ts'
import { isPassword, knownPassword } from './passwords.ts'
import { beginSession } from './sessions.ts'
import type { Colleague, SignedIn, Visitor } from './shapes.ts'
import { onDay, userColumns } from './validity.ts'

export const credentials = z.object({ username: line(100), password: knownPassword })

/**
 * Throws `wrong_credentials`, `too_many_requests`, and `account_locked` only to whoever knew the password. Does the same
 * work for a name that nobody has: the time taken tells nothing.
 */
export async function signIn(
  ground: Ground,
  input: { username: string; password: string },
  visitor: Visitor,
  before: SignedIn | null = null,
): Promise<SignedIn> {
  const { username, password } = parse(credentials, input)
  const account = username.toLowerCase()
  await ground.attempts.count(visitor.address, account)
  const user = await findByUsername(ground.db, account)
  if (!(await isPassword(password, user?.passwordHash)) || !user) {
    await noteRefusal(ground, user?.id ?? null, visitor)
    throw new AppError('wrong_credentials')
  }
  await ground.attempts.forgive(visitor.address, account)
  if (user.lockedAt) throw new AppError('account_locked')
  return begin(ground, user, visitor, 'session.sign-in', before)
}

/** Evaluation only: signs in as one of the demonstration people without a password. */
export async function signInAs(
  ground: Ground,
  personId: string,
  visitor: Visitor,
  before: SignedIn | null = null,
): Promise<SignedIn> {
  const [user] = await ground.db
    .select(userColumns)
    .from(users)
    .where(and(eq(users.id, parseId(personId)), isNull(users.lockedAt)))
  if (!user) throw new AppError('not_found')
  return begin(ground, user, visitor, 'session.sign-in-as', before)
}

/** A page has room for them; who comes later by a list signs in by name. */
const MOST_SHOWN = 60

/** Evaluation only: everybody there is, as they were made: leaders first in the office's order. */
export async function demonstrationPeople(ground: Ground): Promise<(Colleague & { username: string })[]> {
  const rows = await ground.db
    .select({ user: userColumns, unit: onDay(units.name, units.id) })
    .from(users)
    .leftJoin(units, eq(units.id, users.unitId))
    .where(isNull(users.lockedAt))
    .orderBy(users.createdAt, users.username)
    .limit(MOST_SHOWN)
  return rows.map(({ user, unit }) => {
    const { id, username, name, position, roles } = user
    return { id, username, name, position, roles, unit }
  })
}

/** The browser's earlier session ends with the new one's beginning: nobody would ever end it by hand. */
async function begin(
  ground: Ground,
  user: typeof users.$inferSelect,
  visitor: Visitor,
  act: string,
  before: SignedIn | null,
): Promise<SignedIn> {
  const signedIn = await ground.db.transaction(async (tx) => {
    if (before) {
      await tx.delete(sessions).where(eq(sessions.id, before.session.id))
      await record(tx, { actorId: before.person.id, act: 'session.replaced' })
      await changeAccess(tx, { userId: before.person.id })
    }
    const begun = await beginSession(tx, user, visitor, ground.options)
    await record(tx, { actorId: user.id, act, detail: { address: visitor.address } })
    return begun
  })
  if (before) ground.rightsChanged({ userId: before.person.id })
  return signedIn
}

async function noteRefusal(ground: Ground, userId: string | null, visitor: Visitor): Promise<void> {
  const detail = { userId, address: visitor.address }
  await ground.db.transaction((tx) => record(tx, { actorId: null, act: 'session.refused', detail }))
}

async function findByUsername(db: Queryable, account: string) {
  const [user] = await db
    .select(userColumns)
    .from(users)
    .where(eq(sql`lower(${users.username})`, account))
  return user
}
