/** Đóng dấu: the agency's signature with its seal, on a PDF that the competent person has signed (Điều 32.2). */
import { X509Certificate } from 'node:crypto'
import { eq } from 'drizzle-orm'
import type { z } from 'zod'
import { AppError } from '../../src/lib/errors.ts'
import { parse, step } from '../access/border.ts'
import type { DraftRow } from '../access/facts.ts'
import type { Person } from '../access/person.ts'
import { needSealRight } from '../access/seal-rights.ts'
import { signingKeys } from '../database/tables.ts'
import { findByHand } from './by-hand.ts'
import { needDraft } from './draft.ts'
import { type Generation, newestFile } from './generations.ts'
import type { Ground } from './ground.ts'
import { type UnlockedKey, unlocking, using } from './keys/unlock.ts'
import { reasonLine, SIGNER_FIELD, titleOf } from './produce.ts'
import { calendarDay } from './register.ts'
import { ask } from './requests/ask.ts'
import { isSealed } from './requests/row.ts'
import type { Outcome } from './requests/settle.ts'
import { readRevision, type Revision } from './revision.ts'
import { drawCopyMark } from './sign/copy-mark.ts'
import type { FieldToSign } from './sign/field.ts'
import { placeAtTop, placeSeal } from './sign/placement.ts'
import { attempt } from './steps.ts'
import { needIntactSignatures } from './verify/own.ts'

const SEAL_FIELD = 'Seal'
export const sealing = unlocking.extend({ step: step.optional() })

/**
 * By a clerk, with the agency's key. `step`, when given, must be the draft's. Throws `wrong_state` (also when it has
 * been sealed already, and `not_scanned` of one that was signed by hand), `no_seal_right`, `no_key`, `wrong_pin`,
 * `too_many_requests`, `signing_failed`; it can be tried again.
 */
export async function seal(
  ground: Ground,
  person: Person,
  draftId: string,
  given: z.input<typeof sealing>,
): Promise<Outcome> {
  const { step, ...how } = parse(sealing, given)
  const draft = await needDraft(ground.db, person, 'seal', draftId)
  if (step !== undefined && step !== draft.step) throw new AppError('stale')
  if (await isSealed(ground.db, draftId)) throw new AppError('wrong_state', { state: 'sealed' })
  await needSealRight(ground.db, person)
  return using(ground, person, { sealOf: draft.agencyId }, { ...how, draftId }, (unlocked) =>
    sealWith(ground, person, draft, unlocked),
  )
}

/** The same with the agency's key already open. Throws `wrong_state`, `stale`, `signing_failed` or what `ask` throws. */
export async function sealWith(
  ground: Ground,
  person: Person,
  { id: draftId }: DraftRow,
  unlocked: UnlockedKey,
): Promise<Outcome> {
  const { imagePng, subject } = unlocked
  const asked = { urgency: 'sign', person: person.id, about: draftId } as const
  if (await findByHand(ground.db, draftId))
    return attempt(ground, draftId, 'sealed', 'signing_failed', () => sealCopy(ground, person, draftId, unlocked))
  if (!imagePng) throw new AppError('no_key', { reason: 'no_image' })
  return attempt(ground, draftId, 'sealed', 'signing_failed', async () => {
    const revision = await readRevision(ground.db, draftId)
    const base = await needSignedByCompetentPerson(ground, draftId, revision)
    const signature = (await ground.readFields(base.bytes, asked)).find((field) => field.name === SIGNER_FIELD)
    if (!signature) throw new Error('the signed PDF has no field of the signer')
    const field = async (at: Date): Promise<FieldToSign> => ({
      name: SEAL_FIELD,
      title: 'Chữ ký số của cơ quan, tổ chức',
      page: signature.page,
      rectangle: placeSeal(signature.rectangle, imagePng),
      imagePng,
      signerName: subject,
      reason: reasonLine('Đóng dấu', revision),
      location: revision.document.fields.place,
      at,
    })
    // A seal may come on a later day than the paper's: it ends with its own.
    const lastDay = calendarDay(ground.now()).date
    const outcome = await ask(
      ground,
      person,
      { draftId, part: 'seal', base, title: titleOf(revision), lastDay, field },
      unlocked,
    )
    if (outcome === 'waiting') ground.drafts.announce(draftId)
    return outcome
  })
}

/**
 * The agency's signature on the scan of a paper that was signed by hand: it makes it the electronic copy (Điều 25.1.c), and shows
 * no seal, which is on the paper itself. Throws `wrong_state {state: 'not_scanned'}` before there is a scan.
 */
async function sealCopy(ground: Ground, person: Person, draftId: string, unlocked: UnlockedKey): Promise<Outcome> {
  const revision = await readRevision(ground.db, draftId)
  const base = await newestFile(ground.db, draftId, 'pdf-signed')
  if (!base?.signatureBox) throw new AppError('wrong_state', { state: 'not_scanned' })
  const { signatureBox: box } = base
  const field = async (at: Date): Promise<FieldToSign> => {
    const imagePng = await drawCopyMark({ agency: revision.document.fields.agencyFullName.trim(), at })
    return {
      name: SEAL_FIELD,
      title: 'Chữ ký số của cơ quan, tổ chức trên bản sao điện tử',
      page: box.page,
      rectangle: placeAtTop(box, imagePng),
      imagePng,
      signerName: unlocked.subject,
      reason: reasonLine('Sao y', revision),
      location: revision.document.fields.place,
      at,
    }
  }
  const lastDay = calendarDay(ground.now()).date
  const about = { draftId, part: 'seal', base, title: titleOf(revision), lastDay, field } as const
  const outcome = await ask(ground, person, about, unlocked)
  if (outcome === 'waiting') ground.drafts.announce(draftId)
  return outcome
}

/** The stored PDF, with one intact signature, made with a key of the person who froze the revision. */
async function needSignedByCompetentPerson(ground: Ground, draftId: string, revision: Revision): Promise<Generation> {
  const file = await newestFile(ground.db, draftId, 'pdf-signed')
  if (!file) throw new Error('there is no signed PDF to seal')
  const [signature] = await needIntactSignatures(file.bytes, 1)
  const keys = await ground.db
    .select({ pem: signingKeys.certificatePem })
    .from(signingKeys)
    .where(eq(signingKeys.userId, revision.frozenBy))
  const isOwn = keys.some(({ pem }) => signature?.certificate?.raw.equals(new X509Certificate(pem).raw))
  if (!isOwn) throw new Error('the PDF is not signed with a key of the competent person')
  return file
}
