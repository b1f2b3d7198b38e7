/** Sessions by lucia 3, which is frozen upstream and small: nothing outside this file and its store knows it. */
import { eq, sql } from 'drizzle-orm'
import { type Cookie, Lucia, TimeSpan } from 'lucia'
import type { Queryable } from '../database/connect.ts'
import { sessions, type users } from '../database/tables.ts'
import type { Person } from './person.ts'
import { sessionHash, sessionStore } from './session-store.ts'
import type { SessionCookie, SessionInfo, SignedIn, Visitor } from './shapes.ts'

/** A session that is used lives on; one left alone when the office closes has ended when it opens. */
const IDLE_HOURS = 12
const SEEN_EVERY_MINUTES = 5

type SessionRow = Pick<typeof sessions.$inferSelect, 'userAgent' | 'address'> &
  Partial<Pick<typeof sessions.$inferSelect, 'createdAt' | 'lastSeenAt'>>
type UserRow = typeof users.$inferSelect
type House = Lucia<{ row: SessionRow }, { row: UserRow }>

declare module 'lucia' {
  interface Register {
    Lucia: House
    DatabaseSessionAttributes: SessionRow
    DatabaseUserAttributes: UserRow
  }
}

export interface SessionOptions {
  /** True when people reach us by https. */
  isSecure: boolean
}

/**
 * Browsers take a `__Host-` cookie only from https, for this very host and every path (RFC 6265bis): no other site of the
 * domain can put one in its place.
 */
export const cookieName = ({ isSecure }: SessionOptions): string => (isSecure ? '__Host-session' : 'session')

function luciaOn(db: Queryable, options: SessionOptions): House {
  return new Lucia(sessionStore(db), {
    sessionExpiresIn: new TimeSpan(IDLE_HOURS, 'h'),
    sessionCookie: { name: cookieName(options), attributes: { secure: options.isSecure, sameSite: 'lax' } },
    getSessionAttributes: (row) => ({ row }),
    getUserAttributes: (row) => ({ row }),
  })
}

/** Begins a session for somebody who has proved who they are. */
export async function beginSession(
  db: Queryable,
  user: UserRow,
  visitor: Visitor,
  options: SessionOptions,
): Promise<SignedIn> {
  const lucia = luciaOn(db, options)
  const row = { userAgent: visitor.userAgent.slice(0, 300), address: visitor.address }
  const session = await lucia.createSession(user.id, row)
  return signedIn(session.id, session.expiresAt, row, user, toCookie(lucia.createSessionCookie(session.id)))
}

/** Whose session this is, prolonging it; null when it has ended, or its person is locked out. */
export async function findSession(db: Queryable, sessionId: string, options: SessionOptions): Promise<SignedIn | null> {
  const lucia = luciaOn(db, options)
  const { session, user } = await lucia.validateSession(sessionId)
  if (!session) return null
  await noteSeen(db, sessionId, session.row)
  const cookie = session.fresh ? toCookie(lucia.createSessionCookie(sessionId)) : null
  return signedIn(sessionId, session.expiresAt, session.row, user.row, cookie)
}

export function sessionIdIn(cookieHeader: string, db: Queryable, options: SessionOptions): string | null {
  return luciaOn(db, options).readSessionCookie(cookieHeader)
}

export function blankCookie(db: Queryable, options: SessionOptions): SessionCookie {
  return toCookie(luciaOn(db, options).createBlankSessionCookie())
}

export const deleteExpiredSessions = (db: Queryable) => sessionStore(db).deleteExpiredSessions()

async function noteSeen(db: Queryable, sessionId: string, row: SessionRow): Promise<void> {
  const old = Date.now() - SEEN_EVERY_MINUTES * 60_000
  if (row.lastSeenAt && row.lastSeenAt.getTime() > old) return
  await db
    .update(sessions)
    .set({ lastSeenAt: sql`now()` })
    .where(eq(sessions.id, sessionHash(sessionId)))
}

function signedIn(
  sessionId: string,
  expiresAt: Date,
  row: SessionRow,
  user: UserRow,
  cookie: SessionCookie | null,
): SignedIn {
  const { createdAt = new Date(), lastSeenAt = new Date(), userAgent, address } = row
  const session: SessionInfo = { id: sessionHash(sessionId), createdAt, lastSeenAt, expiresAt, userAgent, address }
  return { person: asPerson(user), session, mustChangePassword: user.mustChangePassword, cookie }
}

export function asPerson({ id, agencyId, unitId, username, name, position, roles }: UserRow): Person {
  return { id, agencyId, unitId, username, name, position, roles }
}

function toCookie({ name, value, attributes }: Cookie): SessionCookie {
  const { maxAge, expires, secure = false } = attributes
  return {
    name,
    value,
    attributes: {
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure,
      ...(maxAge === undefined ? {} : { maxAge }),
      ...(expires === undefined ? {} : { expires }),
    },
  }
}
