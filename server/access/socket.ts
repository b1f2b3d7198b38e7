/** What the collaboration server asks: who is behind a socket, and what may they do to the text (GUARD-1). */
import { and, eq, gt, isNull, sql } from 'drizzle-orm'
import { AppError } from '../../src/lib/errors.ts'
import type { Right } from '../../src/lib/collab/protocol.ts'
import { sessions, users } from '../database/tables.ts'
import { readDraft } from './facts.ts'
import type { Ground } from './ground.ts'
import { textRight } from './may.ts'
import { asPerson, findSession, sessionIdIn } from './sessions.ts'

export interface SocketIdentity {
  /** The hash, as in `sessions.id`. */
  sessionId: string
  person: { id: string; name: string; color: string }
}
export type SocketRefusal = { refused: 'notSignedIn' }

/** Inks that can be told apart and read on white (contrast ≥ 4.5), also by most who see red and green alike. */
const INKS = ['#0b5cad', '#a3330f', '#6d3bb8', '#00695c', '#9c1458', '#7a5300', '#37474f', '#2e6b1f']

export async function identifySocket(
  ground: Ground,
  cookieHeader: string | undefined,
): Promise<SocketIdentity | SocketRefusal> {
  const id = cookieHeader && sessionIdIn(cookieHeader, ground.db, ground.options)
  const signedIn = id ? await findSession(ground.db, id, ground.options) : null
  if (!signedIn || signedIn.mustChangePassword) return { refused: 'notSignedIn' }
  const { person, session } = signedIn
  return { sessionId: session.id, person: { id: person.id, name: person.name, color: inkOf(person.id) } }
}

/** Asked again at every change of rights: the session may have ended, the roles or the draft may have changed. */
export async function socketRight(
  ground: Ground,
  identity: SocketIdentity,
  draftId: string,
): Promise<Right | SocketRefusal> {
  const living = and(eq(sessions.id, identity.sessionId), gt(sessions.expiresAt, sql`now()`), isNull(users.lockedAt))
  const [row] = await ground.db
    .select({ user: users })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(living)
  if (!row) return { refused: 'notSignedIn' }
  try {
    const person = asPerson(row.user)
    return textRight(person, await readDraft(ground.db, person, draftId))
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') return 'none'
    throw error
  }
}

/** The same person has the same ink everywhere. */
function inkOf(personId: string): string {
  return INKS[Number.parseInt(personId.slice(0, 8), 16) % INKS.length] ?? '#0b5cad'
}
