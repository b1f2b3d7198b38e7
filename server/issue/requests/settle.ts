/** What an answer does to the request it belongs to. Only one that came in time, and fits, gets into the file. */
import { createHash } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import { AppError } from '../../../src/lib/errors.ts'
import type { StampFault } from '../../../src/lib/vocabulary.ts'
import type { Person } from '../../access/person.ts'
import { issuedFiles, signingRequests } from '../../database/tables.ts'
import { findByHand } from '../by-hand.ts'
import type { Ground } from '../ground.ts'
import type { Certificates } from '../pki/open.ts'
import type { Answer } from '../providers/provider.ts'
import { embedSignature, isSignatureOf, type ToSign } from '../sign/sign.ts'
import { needIntactSignatures } from '../verify/own.ts'
import { finish } from './finish.ts'
import { endRequest, keepAnswer, type RequestRow } from './row.ts'

/** `waiting`: it was taken, and will be looked after. */
export type Outcome = 'embedded' | 'waiting'

/**
 * Throws `stale` where it had ended before, `wrong_state` or `not_allowed` where the draft is no longer theirs to sign,
 * `not_answered`, `sign_refused`, `wrong_signature`. What was answered is then on record all the same.
 */
export async function settle(
  ground: Ground,
  person: Person,
  request: RequestRow,
  prepared: ToSign,
  certificates: Certificates,
  answer: Answer,
): Promise<Outcome> {
  switch (answer.is) {
    case 'waiting':
      if (answer.reference !== request.reference)
        await ground.db
          .update(signingRequests)
          .set({ reference: answer.reference })
          .where(eq(signingRequests.id, request.id))
      return 'waiting'
    case 'refused':
      await endRequest(ground.db, request.id, 'refused', { error: 'sign_refused' })
      throw new AppError('sign_refused')
    case 'expired':
      await endRequest(ground.db, request.id, 'expired', { error: 'not_answered' })
      throw new AppError('not_answered')
    case 'signed':
      await embed(ground, person, request, prepared, certificates, answer.signature)
      return 'embedded'
  }
}

async function embed(
  ground: Ground,
  person: Person,
  request: RequestRow,
  prepared: ToSign,
  certificates: Certificates,
  signature: Uint8Array,
): Promise<void> {
  if (!isSignatureOf(certificates.certificate, prepared.attributes, signature)) {
    await endRequest(ground.db, request.id, 'failed', { error: 'wrong_signature', answer: signature })
    throw new AppError('wrong_signature')
  }
  // A stamp that cannot be had lowers the level, and nothing else (decision 21).
  const stamped = await ground.stamps.stamp(createHash('sha256').update(signature).digest())
  const token = 'token' in stamped ? stamped.token : null
  const { bytes: signed, isStamped } = embedSignature(prepared, signature, certificates, token)
  // On the scan of a paper that was signed by hand the seal is the only one.
  const isFirst = request.part === 'signer' || (await findByHand(ground.db, request.draftId)) !== null
  await needIntactSignatures(signed, isFirst ? 1 : 2)
  const noStamp: StampFault | null = isStamped ? null : 'fault' in stamped ? stamped.fault : 'too_large'
  try {
    await finish(ground, person, request, { signed, signature, base: baseOf(request, prepared), noStamp })
  } catch (failure) {
    if (failure instanceof AppError) {
      const isExpired = failure.code === 'not_answered'
      await endRequest(ground.db, request.id, isExpired ? 'expired' : 'failed', { error: failure.code })
      await keepAnswer(ground.db, request, signature)
    }
    throw failure
  }
}

const baseOf = ({ update }: RequestRow, { bytes }: ToSign) => bytes.subarray(0, bytes.length - update.length)

/** What was prepared, put together again from what is stored: after a restart, on another node. */
export async function readPrepared({ db }: Pick<Ground, 'db'>, request: RequestRow): Promise<ToSign> {
  const { draftId, baseKind, baseN, update, contentsStart, contentsLength, signedAttributes } = request
  const [base] = await db
    .select({ bytes: issuedFiles.bytes })
    .from(issuedFiles)
    .where(and(eq(issuedFiles.draftId, draftId), eq(issuedFiles.kind, baseKind), eq(issuedFiles.n, baseN)))
  if (!base) throw new Error('the file that somebody was asked to sign is gone')
  return { bytes: Buffer.concat([base.bytes, update]), attributes: signedAttributes, contentsStart, contentsLength }
}
