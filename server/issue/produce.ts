/**
 * From the frozen revision to the signed PDF. Each step stores its result and goes on from it when it is run again: what has
 * been signed is stored once, in the transaction that moves the draft on.
 */
import { eq, sql } from 'drizzle-orm'
import { imagesIn } from '../../src/lib/document/image.ts'
import { kindOf } from '../../src/lib/document/kinds.ts'
import { printModel } from '../../src/lib/document/print.ts'
import { numberAndSymbol } from '../../src/lib/document/print/lines.ts'
import { AppError } from '../../src/lib/errors.ts'
import { type DraftRow, lockDraft } from '../access/facts.ts'
import { need } from '../access/may.ts'
import type { Person } from '../access/person.ts'
import type { Queryable, Transaction } from '../database/connect.ts'
import { frozenRevisions } from '../database/tables.ts'
import { addFile, newestFile } from './generations.ts'
import type { Ground } from './ground.ts'
import type { SetPages } from './handed-in.ts'
import { imagesFor } from './images.ts'
import type { UnlockedKey } from './keys/unlock.ts'
import { readRevision, type Revision } from './revision.ts'
import { placeSignature } from './sign/placement.ts'
import { signPdf } from './sign/sign.ts'
import { drawWritten } from './sign/written.ts'
import { attempt, markDone } from './steps.ts'
import { needIntactSignatures } from './verify/own.ts'

/** Name of the signer's field; the seal's is SEAL_FIELD in seal.ts. */
export const SIGNER_FIELD = 'Signer'

type Base = Pick<SetPages, 'bytes' | 'signatureBox'>

export type Progress = (event: { step: 'frozen' | 'numbered' | 'typeset' | 'signed'; number?: string }) => void

/** Throws `other_signer`, `typeset_failed` or `signing_failed`; the draft then stays `finalizing` and can be resumed. */
export async function produce(
  ground: Ground,
  person: Person,
  draftId: string,
  unlocked: UnlockedKey,
  onProgress: Progress,
): Promise<void> {
  await needOwnRevision(ground.db, person, draftId)
  const { revision, base } = await attempt(ground, draftId, 'typeset', 'typeset_failed', async () => {
    const revision = await readRevision(ground.db, draftId)
    return { revision, base: await makeBase(ground, person, draftId, revision) }
  })
  onProgress({ step: 'typeset' })

  await attempt(ground, draftId, 'signed', 'signing_failed', async () => {
    const signed = await signRevision(ground, person, draftId, revision, base, unlocked)
    // Nobody seals a paper within the office: with its signature it is done, and its Word file is filed beside it.
    const word = revision.marks.number === null ? await makeWord(ground, person, draftId, revision) : null
    await ground.db.transaction(async (tx) => {
      const draft = await lockFinalizing(tx, person, draftId)
      await addFile(tx, draftId, { kind: 'pdf-signed', bytes: signed, madeFrom: base.bytes })
      await markDone(tx, draftId, 'signed')
      if (word) {
        await addFile(tx, draftId, { kind: 'docx', bytes: word })
        await markDone(tx, draftId, 'issued')
      }
      const detail = { keyId: unlocked.id, hash: revision.hash }
      const state = word ? 'issued' : 'signed'
      await ground.drafts.move(tx, person, draft, { act: 'sign', state, holderId: null, detail })
    })
  })
  ground.drafts.announce(draftId)
  onProgress({ step: 'signed' })
}

/** Nobody signs a paper that names another: whoever froze it was its signer. Throws `other_signer {name}`. */
async function needOwnRevision(db: Queryable, person: Person, draftId: string): Promise<void> {
  const [row] = await db
    .select({ by: frozenRevisions.frozenBy, name: sql<string>`${frozenRevisions.document} #>> '{fields,signerName}'` })
    .from(frozenRevisions)
    .where(eq(frozenRevisions.draftId, draftId))
  if (row?.by !== person.id) throw new AppError('other_signer', { name: row?.name ?? '' })
}

/** The PDF to be signed: set once, and kept, so that every later try is over the same bytes. */
async function makeBase(ground: Ground, person: Person, draftId: string, revision: Revision): Promise<Base> {
  const kept = await newestFile(ground.db, draftId, 'pdf')
  if (kept?.signatureBox) return { bytes: kept.bytes, signatureBox: kept.signatureBox }
  const model = printModel(revision.document, revision.marks)
  const asked = { urgency: 'sign', person: person.id, about: draftId, text: revision.hash } as const
  const { bytes, signatureBox } = await ground.typeset({ model }, asked, imagesFor(ground, draftId))
  await ground.db.transaction(async (tx) => {
    await lockFinalizing(tx, person, draftId)
    await addFile(tx, draftId, { kind: 'pdf', bytes, signatureBox })
    await markDone(tx, draftId, 'typeset')
  })
  return { bytes, signatureBox }
}

/** Locks the draft. Two who resume at once both come here, or one who cancels it: the second finds it moved on. */
async function lockFinalizing(tx: Transaction, person: Person, draftId: string): Promise<DraftRow> {
  const draft = await lockDraft(tx, person, { draftId }, 'see')
  if (draft.state !== 'finalizing') throw new AppError('wrong_state', { state: draft.state })
  need(person, 'finalize', draft)
  return draft
}

async function signRevision(
  ground: Ground,
  person: Person,
  draftId: string,
  revision: Revision,
  { bytes, signatureBox }: Base,
  { key, imagePng, subject }: UnlockedKey,
): Promise<Uint8Array> {
  const at = ground.now()
  const picture = imagePng ?? (await drawWritten({ name: subject, at }))
  const signed = await signPdf(
    bytes,
    {
      name: SIGNER_FIELD,
      title: 'Chữ ký của người có thẩm quyền',
      page: signatureBox.page,
      rectangle: placeSignature(signatureBox, picture),
      imagePng: picture,
      signerName: subject,
      reason: reasonLine('Ký ban hành', revision),
      location: revision.document.fields.place,
      at,
    },
    key,
    {
      append: (given) => ground.appendField(given, { urgency: 'sign', person: person.id, about: draftId }),
      timestamp: ground.timestamp,
    },
  )
  await needIntactSignatures(signed, 1)
  return signed
}

/** Stands in the signature itself, so that the signed bytes name the frozen revision and its code (SIG-1). */
export function reasonLine(act: string, { document, marks, hash }: Revision): string {
  const { kind, symbol } = document.fields
  if (marks.number === null) return `Ký ${kindOf(kind).name.toLowerCase()} ngày ${marks.date}; bản chốt sha256:${hash}`
  const number = numberAndSymbol(marks.number, symbol.trim())
  return `${act} văn bản số ${number}; bản chốt sha256:${hash}; mã tra cứu ${marks.verify?.code ?? ''}`
}

/** The Word file of a frozen revision. */
export async function makeWord(
  ground: Ground,
  person: Person,
  draftId: string,
  { document, marks, hash }: Revision,
): Promise<Uint8Array> {
  const images = await ground.images.bytes(imagesIn(document.body))
  const asked = { urgency: 'sign', person: person.id, about: draftId, text: hash } as const
  return ground.toWord({ model: printModel(document, marks), images }, asked)
}
