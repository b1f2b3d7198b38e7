/**
 * A request whose holder confirms on the service's own page. Their browser goes there from the screen that waits, and comes back with a
 * code, for which this server gets the leave to sign that one hash. A return counts once, for the session that was sent, for the journey
 * that was begun last, and in its time; all else signs nothing, and the request waits on.
 */
import { and, eq } from 'drizzle-orm'
import { AppError } from '../../../src/lib/errors.ts'
import type { Person } from '../../access/person.ts'
import { signingKeys, signingRequests } from '../../database/tables.ts'
import { needDraft } from '../draft.ts'
import type { Ground } from '../ground.ts'
import { titleOf } from '../produce.ts'
import { JOURNEY_MS, journeyReference, redirectUri, type Returning, whyNot } from '../providers/journeys.ts'
import type { KeyRow, PageAnswers } from '../providers/provider.ts'
import { readRevision } from '../revision.ts'
import { findWaiting, putIn } from './on-page.ts'
import type { RequestRow } from './row.ts'

/** Where the browser goes. What was begun before, in another tab, counts no more. Throws `not_found`, `not_answered`. */
export async function goThere(
  ground: Ground,
  person: Person,
  draftId: string,
  sessionId: string,
): Promise<{ address: string }> {
  const { request, key } = await findWaiting(ground, person, draftId, 'page')
  const { mark, ...journey } = ground.journeys.begin(request.id, sessionId)
  const untilMs = Math.min(ground.now().getTime() + JOURNEY_MS, request.goodUntil.getTime())
  const begun = await ground.db
    .update(signingRequests)
    .set({ reference: journeyReference({ mark, untilMs, isOver: false }) })
    .where(and(eq(signingRequests.id, request.id), eq(signingRequests.state, 'waiting')))
    .returning({ id: signingRequests.id })
  if (begun.length === 0) throw new AppError('not_found')
  const order = await orderOf(ground, request)
  return { address: pageOf(ground, key).address(key, order, { ...journey, redirectUri: redirectUri(ground) }) }
}

/** The request that this names, and its key; null where there is none. It opens nothing. */
export async function findSent({ db }: Pick<Ground, 'db'>, id: string): Promise<Sent | null> {
  const [found] = await db
    .select({ request: signingRequests, key: signingKeys })
    .from(signingRequests)
    .innerJoin(signingKeys, eq(signingKeys.id, signingRequests.keyId))
    .where(and(eq(signingRequests.id, id), eq(signingRequests.device, 'page')))
  return found ?? null
}
interface Sent {
  request: RequestRow
  key: KeyRow
}

/**
 * Puts in what the browser brings. Throws `not_found`, `return_foreign`, `return_used`, `return_late`, `key_unreachable {reason}`,
 * after which it waits on; and as `settle` does, `sign_refused` too.
 */
export async function comeBack(
  ground: Ground,
  person: Person,
  sessionId: string,
  { request, key }: Sent,
  { state, code, error }: Returning,
): Promise<void> {
  if (request.askedOf !== person.id) throw new AppError('return_foreign')
  await needDraft(ground.db, person, 'see', request.draftId)
  const now = ground.now()
  const journey = ground.journeys.need(request.reference, { state, sessionId, nowMs: now.getTime() })
  if (request.state !== 'waiting' || now >= request.goodUntil) throw new AppError('return_late')
  await endJourney(ground, request, journeyReference({ ...journey, isOver: true }))
  if (code === undefined && error !== 'access_denied') throw new AppError('key_unreachable', { reason: whyNot(error) })
  const order = await orderOf(ground, request)
  const returned = { verifier: ground.journeys.verifierOf(state), redirectUri: redirectUri(ground) }
  const answer =
    code === undefined
      ? ({ is: 'refused' } as const)
      : await pageOf(ground, key).answer(key, order, { code, ...returned })
  await putIn(ground, person, { request, key }, answer)
}

/** Of two returns at once one goes on. */
async function endJourney({ db }: Ground, request: RequestRow, reference: string): Promise<void> {
  const { id, state } = signingRequests
  const same = and(eq(id, request.id), eq(signingRequests.reference, request.reference), eq(state, 'waiting'))
  const taken = await db.update(signingRequests).set({ reference }).where(same).returning({ id })
  if (taken.length === 0) throw new AppError('return_used')
}

async function orderOf({ db }: Ground, { id: requestId, draftId, signedAttributes: attributes }: RequestRow) {
  return { requestId, attributes, title: titleOf(await readRevision(db, draftId)) }
}

function pageOf({ providers }: Ground, { provider }: KeyRow): PageAnswers {
  const page = providers.get(provider)?.page
  if (!page) throw new AppError('key_unreachable', { reason: 'service_not_offered' })
  return page
}
