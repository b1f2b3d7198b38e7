/**
 * A browser's journey to a service's page and back (RFC 6749, 10.12; RFC 7636). What shows that a return belongs to it is made of the
 * state and of a secret outside the database, so that nothing is kept that opens anything, and any node can take it.
 */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { AppError } from '../../../src/lib/errors.ts'
import type { Journey } from './provider.ts'

/** Where services send browsers back: the account there names it. */
const RETURN_PATH = '/signing/return'
/** To sign in there, and to look for a phone. */
export const JOURNEY_MS = 10 * 60_000

/** What a service adds to that address (RFC 6749, 4.1.2). */
export const returning = z.object({
  state: z.string().max(200),
  code: z.string().min(1).max(4_000).optional(),
  error: z.string().max(200).optional(),
})
export type Returning = z.infer<typeof returning>

/** In a request's reference, of the last journey that was begun for it. No secret. */
const reference = z.object({ mark: z.string(), untilMs: z.number(), isOver: z.boolean() })
export type JourneyReference = z.infer<typeof reference>

const BEGINS = /^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\.[\w-]{32}$/

export type Journeys = ReturnType<typeof createJourneys>

export function createJourneys(secret: Uint8Array) {
  const of = (what: string, text: string) => createHmac('sha256', secret).update(`but-phe: ${what}\n${text}`).digest()
  const markOf = (state: string, sessionId: string) => of('who was sent to a service', `${state}\n${sessionId}`)
  const verifierOf = (state: string) => of('what a code is exchanged with', state).toString('base64url')
  return {
    /** For what has this id, by this session alone. */
    begin(id: string, sessionId: string): Omit<Journey, 'redirectUri'> & { mark: string } {
      const state = `${id}.${randomBytes(24).toString('base64url')}`
      const challenge = createHash('sha256').update(verifierOf(state)).digest('base64url')
      return { state, challenge, mark: markOf(state, sessionId).toString('base64url') }
    },
    /**
     * What is kept of the journey from which this session comes back with this state. Throws `return_foreign`, `return_used`,
     * `return_late`.
     */
    need(
      kept: string,
      { state, sessionId, nowMs }: { state: string; sessionId: string; nowMs: number },
    ): JourneyReference {
      const journey = readJourney(kept)
      const told = markOf(state, sessionId)
      const mark = Buffer.from(journey?.mark ?? '', 'base64url')
      if (!journey || mark.length !== told.length || !timingSafeEqual(mark, told)) throw new AppError('return_foreign')
      if (journey.isOver) throw new AppError('return_used')
      if (nowMs >= journey.untilMs) throw new AppError('return_late')
      return journey
    },
    verifierOf,
  }
}

/** Of what began it; null where it is none of ours. */
export const beginningOf = (state: string): string | null => BEGINS.exec(state)?.[1] ?? null

export const journeyReference = (told: JourneyReference): string => JSON.stringify(told)

export const redirectUri = ({ origin }: { origin: string }): string => `${origin}${RETURN_PATH}`

/** What a service says in place of a code (RFC 6749, 4.1.2.1), as the reason of `key_unreachable`. */
export function whyNot(error: string | undefined): string {
  switch (error) {
    case 'access_denied': // of a sign-in; a paper is refused then
      return 'service_sign_in'
    case 'server_error':
    case 'temporarily_unavailable':
      return 'service_down'
    case 'unauthorized_client':
    case 'invalid_scope':
    case 'unsupported_response_type':
      return 'service_credentials'
    default:
      return 'service_odd'
  }
}

/** Null before the first journey. */
function readJourney(text: string): JourneyReference | null {
  try {
    return reference.parse(JSON.parse(text))
  } catch {
    return null
  }
}
