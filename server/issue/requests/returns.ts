/** A browser comes back from a service's page: to a paper that waits, or from signing in there. */
import { AppError } from '../../../src/lib/errors.ts'
import type { Person } from '../../access/person.ts'
import type { Ground } from '../ground.ts'
import { findSignIn, signedInThere } from '../keys/own-service.ts'
import { beginningOf, type Returning } from '../providers/journeys.ts'
import * as paper from './at-service.ts'

/** The page of ours on which a journey began; null of a state that is none of ours. It opens nothing. */
export async function pageToReturnTo(ground: Ground, state: string): Promise<string | null> {
  const id = beginningOf(state)
  if (id === null) return null
  const sent = await paper.findSent(ground, id)
  if (sent) return `/drafts/${sent.request.draftId}/finalize`
  return (await findSignIn(ground, id))?.backTo ?? null
}

/** Throws `return_foreign`, `return_used`, `return_late`; and as the two do for which it comes. */
export async function comeBack(ground: Ground, person: Person, sessionId: string, given: Returning): Promise<void> {
  const id = beginningOf(given.state)
  const sent = id === null ? null : await paper.findSent(ground, id)
  if (sent) return paper.comeBack(ground, person, sessionId, sent, given)
  const signIn = id === null ? null : await findSignIn(ground, id)
  if (!signIn) throw new AppError('return_foreign')
  return signedInThere(ground, person, sessionId, signIn, given)
}
