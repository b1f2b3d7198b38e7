/** Đóng dấu: the agency's signature with its seal, on a PDF that the competent person has signed (Điều 32.2). */
import { X509Certificate } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { AppError } from '../../src/lib/errors.ts'
import { parse, pin, step } from '../access/border.ts'
import { type DraftRow, lockDraft } from '../access/facts.ts'
import type { Person } from '../access/person.ts'
import type { Queryable } from '../database/connect.ts'
import { signingKeys } from '../database/tables.ts'
import { needDraft } from './draft.ts'
import { addFile, newestFile } from './generations.ts'
import type { Ground } from './ground.ts'
import { unlock, type UnlockedKey } from './keys/unlock.ts'
import { reasonLine, SIGNER_FIELD } from './produce.ts'
import { readRevision, type Revision } from './revision.ts'
import { placeSeal } from './sign/placement.ts'
import { signPdf } from './sign/sign.ts'
import { attempt, markDone, readSteps } from './steps.ts'
import { needIntactSignatures } from './verify/own.ts'

const SEAL_FIELD = 'Seal'
export const sealing = z.object({ pin, step: step.optional() })

/**
 * By a clerk, with the agency's key. `step`, when given, must be the draft's. Throws `wrong_state` (also when it has
 * been sealed already), `no_key`, `wrong_pin`, `too_many_requests`, `signing_failed`; it can be tried again.
 */
export async function seal(
  ground: Ground,
  person: Person,
  draftId: string,
  given: { pin: string; step?: number | undefined },
): Promise<void> {
  const { pin, step } = parse(sealing, given)
  const draft = await needDraft(ground.db, person, 'seal', draftId)
  if (step !== undefined && step !== draft.step) throw new AppError('stale')
  await needNotSealed(ground.db, draftId)
  await sealWith(ground, person, draft, await unlock(ground, person, { sealOf: draft.agencyId }, pin, draftId))
}

/** The same with the agency's key already open. Throws `wrong_state`, `stale` or `signing_failed`. */
export async function sealWith(
  ground: Ground,
  person: Person,
  draft: DraftRow,
  { key, imagePng, subject, id: keyId }: UnlockedKey,
): Promise<void> {
  const draftId = draft.id
  const asked = { urgency: 'sign', person: person.id, about: draftId } as const
  if (!imagePng) throw new AppError('no_key', { reason: 'no_image' })
  await attempt(ground, draftId, 'sealed', 'signing_failed', async () => {
    const revision = await readRevision(ground.db, draftId)
    const pdf = await needSignedByCompetentPerson(ground, draftId, revision)
    const signature = (await ground.readFields(pdf, asked)).find((field) => field.name === SIGNER_FIELD)
    if (!signature) throw new Error('the signed PDF has no field of the signer')
    const sealed = await signPdf(
      pdf,
      {
        name: SEAL_FIELD,
        title: 'Chữ ký số của cơ quan, tổ chức',
        page: signature.page,
        rectangle: placeSeal(signature.rectangle, imagePng),
        imagePng,
        signerName: subject,
        reason: reasonLine('Đóng dấu', revision),
        location: revision.document.fields.place,
        at: ground.now(),
      },
      key,
      { append: (given) => ground.appendField(given, asked), timestamp: ground.timestamp },
    )
    await needIntactSignatures(sealed, 2)
    await ground.db.transaction(async (tx) => {
      const locked = await lockDraft(tx, person, { draftId, step: draft.step }, 'seal')
      await needNotSealed(tx, draftId)
      await addFile(tx, draftId, { kind: 'pdf-sealed', bytes: sealed, madeFrom: pdf })
      await markDone(tx, draftId, 'sealed')
      const detail = { keyId, hash: revision.hash }
      await ground.drafts.move(tx, person, locked, { act: 'seal', state: 'signed', holderId: null, detail })
    })
  })
  ground.drafts.announce(draftId)
}

async function needNotSealed(db: Queryable, draftId: string): Promise<void> {
  if (await isSealed(db, draftId)) throw new AppError('wrong_state', { state: 'sealed' })
}

export async function isSealed(db: Queryable, draftId: string): Promise<boolean> {
  const sealed = (await readSteps(db, draftId)).find(({ step }) => step === 'sealed')
  return sealed?.doneAt != null
}

/** The stored PDF, with one intact signature, made with a key of the person who froze the revision. */
async function needSignedByCompetentPerson(ground: Ground, draftId: string, revision: Revision): Promise<Uint8Array> {
  const file = await newestFile(ground.db, draftId, 'pdf-signed')
  if (!file) throw new Error('there is no signed PDF to seal')
  const [signature] = await needIntactSignatures(file.bytes, 1)
  const keys = await ground.db
    .select({ pem: signingKeys.certificatePem })
    .from(signingKeys)
    .where(eq(signingKeys.userId, revision.frozenBy))
  const isOwn = keys.some(({ pem }) => signature?.certificate?.raw.equals(new X509Certificate(pem).raw))
  if (!isOwn) throw new Error('the PDF is not signed with a key of the competent person')
  return file.bytes
}
