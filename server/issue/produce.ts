/**
 * From the frozen revision to the signed PDF. Each step stores its result and can be run again: what has been signed is
 * stored once, in the transaction that moves the draft on.
 */
import { numberAndSymbol } from '../../src/lib/document/print/lines.ts'
import { printModel } from '../../src/lib/document/print.ts'
import { AppError } from '../../src/lib/errors.ts'
import { lockDraft, type DraftRow } from '../access/facts.ts'
import type { Person } from '../access/person.ts'
import type { Transaction } from '../database/connect.ts'
import type { SetPages } from './deps.ts'
import type { Ground } from './ground.ts'
import type { UnlockedKey } from './keys/unlock.ts'
import { readRevision, type Revision } from './revision.ts'
import { placeSignature } from './sign/placement.ts'
import { signPdf } from './sign/sign.ts'
import { attempt, markDone, storeFile } from './steps.ts'
import { needIntactSignatures } from './verify/own.ts'

/** Name of the signer's field; the seal's is SEAL_FIELD in seal.ts. */
export const SIGNER_FIELD = 'Signer'

export type Progress = (event: { step: 'frozen' | 'numbered' | 'typeset' | 'signed'; number?: string }) => void

/** Throws `typeset_failed` or `signing_failed`; the draft then stays `finalizing` and can be resumed. */
export async function produce(
  ground: Ground,
  person: Person,
  draftId: string,
  unlocked: UnlockedKey,
  onProgress: Progress,
): Promise<void> {
  const { revision, set } = await attempt(ground, draftId, 'typeset', 'typeset_failed', async () => {
    const revision = await readRevision(ground.db, draftId)
    const set = await ground.typeset(printModel(revision.document, revision.marks))
    await ground.db.transaction(async (tx) => {
      await lockFinalizing(tx, person, draftId)
      await storeFile(tx, draftId, 'pdf', set.bytes)
      await markDone(tx, draftId, 'typeset')
    })
    return { revision, set }
  })
  onProgress({ step: 'typeset' })

  await attempt(ground, draftId, 'signed', 'signing_failed', async () => {
    const signed = await signRevision(ground, revision, set, unlocked)
    await ground.db.transaction(async (tx) => {
      const draft = await lockFinalizing(tx, person, draftId)
      await storeFile(tx, draftId, 'pdf-signed', signed)
      await markDone(tx, draftId, 'signed')
      const detail = { keyId: unlocked.id, hash: revision.hash }
      await ground.drafts.move(tx, person, draft, { act: 'sign', state: 'signed', holderId: null, detail })
    })
  })
  ground.drafts.announce(draftId)
  onProgress({ step: 'signed' })
}

/** Locks the draft. Two who resume at once both come here; the second finds it moved on. */
async function lockFinalizing(tx: Transaction, person: Person, draftId: string): Promise<DraftRow> {
  const draft = await lockDraft(tx, person, { draftId }, 'finalize')
  if (draft.state !== 'finalizing') throw new AppError('wrong_state', { state: draft.state })
  return draft
}

async function signRevision(
  ground: Ground,
  revision: Revision,
  { bytes, signatureBox }: SetPages,
  { key, imagePng, subject }: UnlockedKey,
): Promise<Uint8Array> {
  const signed = await signPdf(
    bytes,
    {
      name: SIGNER_FIELD,
      title: 'Chữ ký của người có thẩm quyền',
      page: signatureBox.page,
      rectangle: placeSignature(signatureBox, imagePng),
      imagePng,
      signerName: subject,
      reason: reasonLine('Ký ban hành', revision),
      location: revision.document.fields.place,
      at: ground.now(),
    },
    key,
    ground.timestamp,
  )
  await needIntactSignatures(signed, 1)
  return signed
}

/** Stands in the signature itself, so that the signed bytes name the frozen revision and its code (SIG-1). */
export function reasonLine(act: string, { document, marks, hash }: Revision): string {
  const number = numberAndSymbol(marks.number, document.fields.symbol.trim())
  return `${act} văn bản số ${number}; bản chốt sha256:${hash}; mã tra cứu ${marks.verify.code}`
}
