/**
 * A request whose answer is carried by its holder's own browser, from a program at their PC (docs/companion-protocol.md). What
 * comes back is believed as little as what a service says: it gets into the file if it verifies, and came in time.
 */
import { X509Certificate } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { AppError } from '../../../src/lib/errors.ts'
import { id, parse } from '../../access/border.ts'
import type { Person } from '../../access/person.ts'
import { signingKeys, signingRequests } from '../../database/tables.ts'
import { needDraft } from '../draft.ts'
import type { Ground } from '../ground.ts'
import { titleOf } from '../produce.ts'
import type { KeyRow } from '../providers/provider.ts'
import { readRevision } from '../revision.ts'
import { isSignatureOf } from '../sign/sign.ts'
import { findWaiting, putIn } from './on-page.ts'
import { keepAnswer, type RequestRow } from './row.ts'

export interface Carried {
  requestId: string
  /** DER, in base64. */
  certificate: string
  attributes: string
  /** "Quyết định số 15/QĐ-UBND" */
  title: string
  until: Date
}

/** What the browser of whoever was asked carries to their PC; `not_found` where nothing waits for this person there. */
export async function toCarry(ground: Ground, person: Person, draftId: string): Promise<Carried> {
  const { request, key } = await findWaiting(ground, person, draftId, 'pc')
  return {
    requestId: request.id,
    certificate: certificateOf(key).toString('base64'),
    attributes: Buffer.from(request.signedAttributes).toString('base64'),
    title: titleOf(await readRevision(ground.db, draftId)),
    until: request.goodUntil,
  }
}

export const carried = z.object({
  requestId: id,
  signature: z.base64('choice').min(1, 'required').max(8_192, 'too_long'),
})

/**
 * Puts it in. The same once more is no fault: a line may break behind an answer. Throws `stale` when the request has ended, which
 * is then on record where the value is a signature; and as `settle` does.
 */
export async function carryBack(
  ground: Ground,
  person: Person,
  draftId: string,
  given: z.input<typeof carried>,
): Promise<void> {
  const { requestId, signature } = parse(carried, given)
  await needDraft(ground.db, person, 'see', draftId)
  const value = new Uint8Array(Buffer.from(signature, 'base64'))
  const [found] = await ground.db
    .select({ request: signingRequests, key: signingKeys })
    .from(signingRequests)
    .innerJoin(signingKeys, eq(signingKeys.id, signingRequests.keyId))
    .where(and(eq(signingRequests.id, requestId), eq(signingRequests.draftId, draftId)))
  if (!found || !isCarriedBy(person, found.request)) throw new AppError('not_found')
  const { request, key } = found
  const certificate = certificateOf(key)
  if (request.state !== 'waiting') {
    if (request.answer && Buffer.from(request.answer).equals(value) && request.state === 'embedded') return
    if (isSignatureOf(certificate, request.signedAttributes, value)) await keepAnswer(ground.db, request, value)
    throw new AppError('stale')
  }
  await putIn(ground, person, { request, key }, { is: 'signed', signature: value })
}

const isCarriedBy = (person: Person, { device, askedOf }: RequestRow) => device === 'pc' && askedOf === person.id
const certificateOf = ({ certificatePem }: KeyRow) => new X509Certificate(certificatePem).raw
