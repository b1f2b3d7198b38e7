import { createHash } from 'node:crypto'
import { and, eq, isNull, lt, sql } from 'drizzle-orm'
import type { Adapter, DatabaseSession } from 'lucia'
import type { Queryable } from '../database/connect.ts'
import { sessions, users } from '../database/tables.ts'
import { userColumns } from './validity.ts'

/** However much it is used: a stolen cookie does not open the house for ever. */
const LIFE_DAYS = 7

/** What the table knows a session by. The cookie holds the id itself, so reading the table opens nothing. */
export function sessionHash(sessionId: string): string {
  return createHash('sha256').update(sessionId).digest('hex')
}

/** Lucia's door to the database. `getUserSessions` alone gives hashes as ids: nobody knows the ids themselves. */
export function sessionStore(db: Queryable): Adapter {
  return {
    async getSessionAndUser(sessionId) {
      const [row] = await db
        .select({ sessions, users: userColumns })
        .from(sessions)
        .leftJoin(users, and(eq(users.id, sessions.userId), isNull(users.lockedAt)))
        .where(eq(sessions.id, sessionHash(sessionId)))
      if (!row) return [null, null]
      const user = row.users && { id: row.users.id, attributes: row.users }
      return [{ ...asLucia(row.sessions), id: sessionId }, user]
    },
    async getUserSessions(userId) {
      return (await db.select().from(sessions).where(eq(sessions.userId, userId))).map(asLucia)
    },
    async setSession(session) {
      const { userAgent, address } = session.attributes
      const row = {
        id: sessionHash(session.id),
        userId: session.userId,
        expiresAt: session.expiresAt,
        userAgent,
        address,
      }
      await db.insert(sessions).values(row)
    },
    async updateSessionExpiration(sessionId, expiresAt) {
      const last = sql`${sessions.createdAt} + make_interval(days => ${LIFE_DAYS})`
      await db
        .update(sessions)
        .set({ expiresAt: sql`least(${expiresAt.toISOString()}::timestamptz, ${last})` })
        .where(and(eq(sessions.id, sessionHash(sessionId)), lt(sessions.expiresAt, last)))
    },
    async deleteSession(sessionId) {
      await db.delete(sessions).where(eq(sessions.id, sessionHash(sessionId)))
    },
    async deleteUserSessions(userId) {
      await db.delete(sessions).where(eq(sessions.userId, userId))
    },
    async deleteExpiredSessions() {
      await db.delete(sessions).where(lt(sessions.expiresAt, sql`now()`))
    },
  }
}

function asLucia(row: typeof sessions.$inferSelect): DatabaseSession {
  return { id: row.id, userId: row.userId, expiresAt: row.expiresAt, attributes: row }
}
