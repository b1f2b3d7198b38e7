/**
 * Asks for one signature: what is to be signed is prepared and stored, then the key's provider is asked. An answer in the same
 * breath is put in at once; otherwise the request waits (pulse.ts).
 */
import { createHash } from 'node:crypto'
import { AppError } from '../../../src/lib/errors.ts'
import type { SignaturePart } from '../../../src/lib/vocabulary.ts'
import type { Person } from '../../access/person.ts'
import { record } from '../../audit/index.ts'
import { signingRequests } from '../../database/tables.ts'
import type { Generation } from '../generations.ts'
import type { Ground } from '../ground.ts'
import type { UnlockedKey } from '../keys/unlock.ts'
import { endOfDay } from '../register.ts'
import type { FieldToSign } from '../sign/field.ts'
import { prepareSignature } from '../sign/sign.ts'
import { markTried } from '../steps.ts'
import { endRequest, endWaiting, lockToSign, STEP_OF } from './row.ts'
import { type Outcome, settle } from './settle.ts'

export interface Asking {
  draftId: string
  part: SignaturePart
  /** The newest of its kind. */
  base: Pick<Generation, 'kind' | 'n' | 'bytes'>
  /** As the signer reads it on their device. */
  title: string
  /** yyyy-MM-dd: the last day, in Việt Nam, on which this may be signed. */
  lastDay: string
  /** The field, its picture and words, with the claimed time in it. */
  field: (at: Date) => Promise<FieldToSign>
}

/**
 * A request that still waits is replaced: its answer would come too late. Throws `stale`, `wrong_state`, `not_allowed`,
 * `day_over {date}`, `key_unreachable`, `sign_refused`, `not_answered`, `wrong_signature`, or what is unexpected.
 */
export async function ask(
  ground: Ground,
  person: Person,
  { draftId, part, base, title, lastDay, field }: Asking,
  { id: keyId, provider, key }: UnlockedKey,
): Promise<Outcome> {
  const at = ground.now()
  const goodUntil = new Date(Math.min(at.getTime() + provider.goodForMs, endOfDay(lastDay).getTime()))
  if (goodUntil <= at) throw new AppError('day_over', { date: lastDay })
  const prepared = await prepareSignature(base.bytes, await field(at), key.certificate, {
    append: (given) => ground.appendField(given, { urgency: 'sign', person: person.id, about: draftId }),
    isStamped: ground.stamps.isSet,
  })
  const { attributes, contentsStart, contentsLength } = prepared
  const request = await ground.db.transaction(async (tx) => {
    await lockToSign(tx, person, draftId, part)
    await endWaiting(tx, draftId, 'replaced')
    await markTried(tx, draftId, STEP_OF[part])
    const [row] = await tx
      .insert(signingRequests)
      .values({
        ...{ draftId, part, keyId, askedOf: person.id, device: provider.device },
        ...{ baseKind: base.kind, baseN: base.n, update: prepared.bytes.subarray(base.bytes.length) },
        ...{ contentsStart, contentsLength, signedAttributes: attributes, signingTime: at, goodUntil },
      })
      .returning()
    if (!row) throw new Error('the request was not stored')
    const digest = createHash('sha256').update(attributes).digest('hex')
    const detail = { requestId: row.id, part, keyId, digest, goodUntil }
    await record(tx, { actorId: person.id, act: 'request.ask', draftId, detail })
    return row
  })
  try {
    const answer = await key.ask({ requestId: request.id, attributes, title, goodUntil })
    return await settle(ground, person, request, prepared, key, answer)
  } catch (failure) {
    // One that can be looked after may still be answered; the others have had their chance.
    const isOver = !provider.look || (failure instanceof AppError && failure.code === 'key_unreachable')
    const error = failure instanceof AppError ? failure.code : 'signing_failed'
    if (isOver) await endRequest(ground.db, request.id, 'failed', { error })
    throw failure
  }
}
