/** What the collaboration server asks: who is behind a socket, and what may they do to the text (GUARD-1). */
import type { Right } from '../../src/lib/collab/protocol.ts'
import type { Database } from '../database/connect.ts'
import { id } from './border.ts'
import { textRight } from './may.ts'
import type { Person } from './person.ts'
import { sessionHash } from './session-store.ts'
import { sessionIdIn, type SessionOptions } from './sessions.ts'
import type { AskFacts, SocketFacts } from './socket-facts.ts'

export interface SocketIdentity {
  /** The hash, as in `sessions.id`. */
  sessionId: string
  person: { id: string; name: string; color: string }
}
export type SocketRefusal = { refused: 'notSignedIn' }

export interface SocketDoor {
  /**
   * Who holds this cookie, and what may they do to the draft? A socket prolongs no session: its page has just done so,
   * and only a page can renew the cookie along with it.
   */
  admit(
    cookieHeader: string | undefined,
    draftId: string,
  ): Promise<{ identity: SocketIdentity; right: Right } | SocketRefusal>
  /** Asked again at every change of rights: the session may have ended, the roles or the draft may have changed. */
  rightOf(identity: SocketIdentity, draftId: string): Promise<Right | SocketRefusal>
  /** For a socket that belongs to no draft: who holds this cookie, and by which session. */
  seat(cookieHeader: string | undefined): Promise<{ sessionId: string; person: Person } | SocketRefusal>
  /** The person of a session (its hash) as they are now; null when it has ended. */
  personOf(sessionId: string): Promise<Person | null>
}

/** Inks that can be told apart and read on white (contrast ≥ 4.5), also by most who see red and green alike. */
const INKS = ['#0b5cad', '#a3330f', '#6d3bb8', '#00695c', '#9c1458', '#7a5300', '#37474f', '#2e6b1f']

/** Stands for an id that cannot be one; there is no such draft. */
const NO_DRAFT = '00000000-0000-0000-0000-000000000000'

export function createSocketDoor(db: Database, options: SessionOptions, askFacts: AskFacts): SocketDoor {
  const ask = (session: string, draftId: string) =>
    askFacts(session, id.safeParse(draftId).success ? draftId : NO_DRAFT)
  const personOf = async (sessionId: string) => (await ask(sessionId, NO_DRAFT))?.person ?? null
  return {
    async admit(cookieHeader, draftId) {
      const session = cookieHeader && sessionIdIn(cookieHeader, db, options)
      if (!session) return { refused: 'notSignedIn' }
      const sessionId = sessionHash(session)
      const facts = await ask(sessionId, draftId)
      if (!facts) return { refused: 'notSignedIn' }
      const { person } = facts
      const identity = { sessionId, person: { id: person.id, name: person.name, color: inkOf(person.id) } }
      return { identity, right: rightIn(facts) }
    },
    async rightOf({ sessionId }, draftId) {
      const facts = await ask(sessionId, draftId)
      return facts ? rightIn(facts) : { refused: 'notSignedIn' }
    },
    async seat(cookieHeader) {
      const session = cookieHeader && sessionIdIn(cookieHeader, db, options)
      const sessionId = session ? sessionHash(session) : ''
      const person = session ? await personOf(sessionId) : null
      return person ? { sessionId, person } : { refused: 'notSignedIn' }
    },
    personOf,
  }
}

function rightIn({ person, draft }: SocketFacts): Right {
  return draft ? textRight(person, draft) : 'none'
}

/** The same person has the same ink everywhere. */
function inkOf(personId: string): string {
  return INKS[Number.parseInt(personId.slice(0, 8), 16) % INKS.length] ?? '#0b5cad'
}
