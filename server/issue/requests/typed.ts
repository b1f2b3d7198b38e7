/**
 * A one-time password is typed on the page of whoever was asked, and goes straight on to the service: it stands in no row, log, record
 * or answer. A wrong one changes nothing; the request waits on.
 */
import { X509Certificate } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { AppError } from '../../../src/lib/errors.ts'
import { CODE_EVERY_MS } from '../../../src/lib/vocabulary.ts'
import { id, parse, pin as pinSchema } from '../../access/border.ts'
import type { Person } from '../../access/person.ts'
import { record } from '../../audit/index.ts'
import { signingRequests } from '../../database/tables.ts'
import type { Ground } from '../ground.ts'
import { titleOf } from '../produce.ts'
import type { TypedAnswers } from '../providers/provider.ts'
import { codeReference, readCodeReference } from '../providers/typed-reference.ts'
import { readRevision } from '../revision.ts'
import { findWaiting, putIn } from './on-page.ts'

export const typedAnswer = z.object({
  requestId: id,
  code: z.string('required').trim().min(1, 'required').max(64, 'too_long'),
  pin: pinSchema.optional(),
})

/**
 * Throws `not_found`, `stale` where it was asked anew meanwhile, `not_answered`, `bad_input {field: 'pin'}`; `wrong_otp {remaining}`,
 * `wrong_pin {remaining}`, `too_many_requests {seconds}` and `key_unreachable {reason}`, after which it waits on; and as `settle` does.
 */
export async function answerTyped(
  ground: Ground,
  person: Person,
  draftId: string,
  given: z.input<typeof typedAnswer>,
): Promise<void> {
  const { requestId, code, pin = '' } = parse(typedAnswer, given)
  const { request, key, typed } = await find(ground, person, draftId)
  if (request.id !== requestId) throw new AppError('stale')
  if (readCodeReference(request.reference)?.needsPin && pin === '')
    throw new AppError('bad_input', { field: 'pin', reason: 'required' })
  const order = {
    requestId,
    attributes: request.signedAttributes,
    title: titleOf(await readRevision(ground.db, draftId)),
  }
  const { fingerprint256 } = new X509Certificate(key.certificatePem)
  const answering = ground.attempts.guard(fingerprint256, () => typed.answer(key, order, { code, pin }))
  const answer = await answering.catch(async (failure: unknown) => {
    if (failure instanceof AppError && (failure.code === 'wrong_pin' || failure.code === 'wrong_otp')) {
      const detail = { keyId: key.id, ...(failure.code === 'wrong_otp' && { isCode: true }) }
      await ground.db.transaction((tx) => record(tx, { actorId: person.id, act: 'key.wrong-pin', draftId, detail }))
    }
    throw failure
  })
  await putIn(ground, person, { request, key }, answer)
}

/** Has another one sent. Throws `not_found`, `not_answered`, `too_many_requests {seconds}`, `key_unreachable {reason}`. */
export async function sendAgain(ground: Ground, person: Person, draftId: string): Promise<void> {
  const { request, key, typed } = await find(ground, person, draftId)
  const told = readCodeReference(request.reference)
  if (!told || told.sentAtMs === null) throw new AppError('not_found')
  const now = ground.now().getTime()
  const wait = told.sentAtMs + CODE_EVERY_MS - now
  const seconds = Math.ceil(Math.max(wait, 1_000) / 1_000)
  if (wait > 0) throw new AppError('too_many_requests', { seconds })
  const { id, reference, state } = signingRequests
  const keep = (from: string, to: string) =>
    ground.db
      .update(signingRequests)
      .set({ reference: to })
      .where(and(eq(id, request.id), eq(reference, from), eq(state, 'waiting')))
      .returning({ id })
  const sent = { ...told, sentAtMs: now }
  const taken = await keep(request.reference, codeReference(sent))
  // Another tab of theirs has had one sent a moment ago.
  if (taken.length === 0) throw new AppError('too_many_requests', { seconds: CODE_EVERY_MS / 1_000 })
  const challenge = await typed.send(key)
  if (challenge !== told.challenge) await keep(codeReference(sent), codeReference({ ...sent, challenge }))
}

async function find(ground: Ground, person: Person, draftId: string) {
  const { request, key } = await findWaiting(ground, person, draftId, 'code')
  const typed: TypedAnswers | undefined = ground.providers.get(key.provider)?.typed
  if (!typed) throw new AppError('key_unreachable', { reason: 'service_not_offered' })
  return { request, key, typed }
}
