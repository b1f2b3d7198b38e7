import { and, desc, eq, gt, ne, sql } from 'drizzle-orm'
import { z } from 'zod'
import { AppError } from '../../src/lib/errors.ts'
import { changeAccess, record } from '../audit/index.ts'
import type { Transaction } from '../database/connect.ts'
import { sessions, users } from '../database/tables.ts'
import { parse } from './border.ts'
import type { Ground } from './ground.ts'
import { hashPassword, isPassword, knownPassword, newPassword } from './passwords.ts'
import type { Person } from './person.ts'
import { blankCookie } from './sessions.ts'
import type { SessionCookie, SessionInfo, SignedIn } from './shapes.ts'

/** Ends this session and gives the cookie that forgets it. */
export async function signOut(ground: Ground, { person, session }: SignedIn): Promise<SessionCookie> {
  await ended(ground, person, 'session.sign-out', (tx) => tx.delete(sessions).where(eq(sessions.id, session.id)))
  return blankCookie(ground.db, ground.options)
}

/** One's own living sessions, last used first. */
export async function listSessions(ground: Ground, person: Person): Promise<SessionInfo[]> {
  const rows = await ground.db
    .select()
    .from(sessions)
    .where(and(eq(sessions.userId, person.id), gt(sessions.expiresAt, sql`now()`)))
    .orderBy(desc(sessions.lastSeenAt))
  return rows.map(({ id, createdAt, lastSeenAt, expiresAt, userAgent, address }) => {
    return { id, createdAt, lastSeenAt, expiresAt, userAgent, address }
  })
}

export async function endSession(ground: Ground, person: Person, sessionId: string): Promise<void> {
  const own = and(eq(sessions.id, String(sessionId)), eq(sessions.userId, person.id))
  await ended(ground, person, 'session.end', async (tx) => {
    const gone = await tx.delete(sessions).where(own).returning({ id: sessions.id })
    if (gone.length === 0) throw new AppError('not_found')
  })
}

export async function endAllSessions(ground: Ground, person: Person): Promise<void> {
  await ended(ground, person, 'session.end-all', (tx) => tx.delete(sessions).where(eq(sessions.userId, person.id)))
}

export const passwordChange = z.object({ present: knownPassword, next: newPassword })

/** Ends every other session, so that whoever knew the old password is out. Counts as an attempt on the account. */
export async function changePassword(
  ground: Ground,
  { person, session }: SignedIn,
  input: { present: string; next: string },
): Promise<void> {
  const { present, next } = parse(passwordChange, input)
  await ground.attempts.count(session.address, person.username.toLowerCase())
  const [user] = await ground.db.select().from(users).where(eq(users.id, person.id))
  if (!(await isPassword(present, user?.passwordHash))) throw new AppError('wrong_credentials')
  await ground.attempts.forgive(session.address, person.username.toLowerCase())
  if (present === next) throw new AppError('bad_input', { field: 'next', reason: 'password_same' })

  const passwordHash = await hashPassword(next)
  await ended(ground, person, 'session.password', async (tx) => {
    await tx.update(users).set({ passwordHash, mustChangePassword: false }).where(eq(users.id, person.id))
    await tx.delete(sessions).where(and(eq(sessions.userId, person.id), ne(sessions.id, session.id)))
  })
}

/** Sessions end, it is recorded, and sockets opened with them hear of it (GUARD-1). */
async function ended(
  ground: Ground,
  person: Person,
  act: string,
  end: (tx: Transaction) => Promise<unknown>,
): Promise<void> {
  await ground.db.transaction(async (tx) => {
    await end(tx)
    await record(tx, { actorId: person.id, act })
    await changeAccess(tx, { userId: person.id })
  })
  ground.rightsChanged({ userId: person.id })
}
