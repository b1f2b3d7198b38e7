/**
 * From the frozen revision, whose pages are set and kept, to the signed PDF. What is to be signed stays the same, whoever is
 * asked for it; and what has been signed is stored with the step that moves the draft on.
 */
import { eq, sql } from 'drizzle-orm'
import { kindOf } from '../../src/lib/document/kinds.ts'
import { numberAndSymbol } from '../../src/lib/document/print/lines.ts'
import { AppError } from '../../src/lib/errors.ts'
import type { Person } from '../access/person.ts'
import type { Queryable } from '../database/connect.ts'
import { frozenRevisions } from '../database/tables.ts'
import { addFile, type Generation, newestFile } from './generations.ts'
import type { Ground } from './ground.ts'
import type { UnlockedKey } from './keys/unlock.ts'
import { ask } from './requests/ask.ts'
import { lockToSign } from './requests/row.ts'
import { readRevision, type Revision } from './revision.ts'
import { setRevision } from './set-revision.ts'
import type { FieldToSign } from './sign/field.ts'
import { placeSignature } from './sign/placement.ts'
import { drawWritten } from './sign/written.ts'
import { attempt, markDone } from './steps.ts'

/** Name of the signer's field; the seal's is SEAL_FIELD in seal.ts. */
export const SIGNER_FIELD = 'Signer'

type Base = Pick<Generation, 'kind' | 'n' | 'bytes'> & { signatureBox: NonNullable<Generation['signatureBox']> }

export type Progress = (event: {
  step: 'frozen' | 'numbered' | 'typeset' | 'asked' | 'signed'
  number?: string
}) => void

/**
 * Throws `other_signer`, `typeset_failed`, `signing_failed` or what `ask` throws; the draft then stays `finalizing` and can be
 * resumed.
 */
export async function produce(
  ground: Ground,
  person: Person,
  draftId: string,
  unlocked: UnlockedKey,
  onProgress: Progress,
): Promise<void> {
  await needOwnRevision(ground.db, person, draftId)
  const { revision, base } = await attempt(ground, draftId, 'typeset', 'typeset_failed', async () => {
    const [revision, kept] = await Promise.all([readRevision(ground.db, draftId), findBase(ground.db, draftId)])
    return { revision, base: kept ?? (await makeBase(ground, person, draftId, revision)) }
  })
  onProgress({ step: 'typeset' })
  const outcome = await attempt(ground, draftId, 'signed', 'signing_failed', () => {
    const field = (at: Date) => signerField(revision, base, unlocked, at)
    const about = { title: titleOf(revision), lastDay: revision.marks.date, field }
    return ask(ground, person, { draftId, part: 'signer', base, ...about }, unlocked)
  })
  onProgress({ step: outcome === 'embedded' ? 'signed' : 'asked' })
  if (outcome === 'waiting') ground.drafts.announce(draftId)
}

/** Nobody signs a paper that names another: whoever froze it was its signer. Throws `other_signer {name}`. */
async function needOwnRevision(db: Queryable, person: Person, draftId: string): Promise<void> {
  const [row] = await db
    .select({ by: frozenRevisions.frozenBy, name: sql<string>`${frozenRevisions.document} #>> '{fields,signerName}'` })
    .from(frozenRevisions)
    .where(eq(frozenRevisions.draftId, draftId))
  if (row?.by !== person.id) throw new AppError('other_signer', { name: row?.name ?? '' })
}

/** The PDF to be signed of a paper that was frozen before the freeze kept it: set here, once. */
async function makeBase(ground: Ground, person: Person, draftId: string, revision: Revision): Promise<Base> {
  const { bytes, signatureBox } = await setRevision(ground, person, draftId, revision)
  return ground.db.transaction(async (tx) => {
    await lockToSign(tx, person, draftId, 'signer')
    const first = await findBase(tx, draftId) // of two who go on at once
    if (first) return first
    const n = await addFile(tx, draftId, { kind: 'pdf', bytes, signatureBox })
    await markDone(tx, draftId, 'typeset')
    return { kind: 'pdf', n, bytes, signatureBox }
  })
}

async function findBase(db: Queryable, draftId: string): Promise<Base | null> {
  const kept = await newestFile(db, draftId, 'pdf')
  return kept?.signatureBox ? { ...kept, signatureBox: kept.signatureBox } : null
}

async function signerField(
  revision: Revision,
  { signatureBox }: Base,
  { imagePng, subject }: UnlockedKey,
  at: Date,
): Promise<FieldToSign> {
  const picture = imagePng ?? (await drawWritten({ name: subject, at }))
  return {
    name: SIGNER_FIELD,
    title: 'Chữ ký của người có thẩm quyền',
    page: signatureBox.page,
    rectangle: placeSignature(signatureBox, picture),
    imagePng: picture,
    signerName: subject,
    reason: reasonLine('Ký ban hành', revision),
    location: revision.document.fields.place,
    at,
  }
}

/** What a paper is called where somebody is asked for it: "Quyết định số 15/QĐ-UBND". */
export function titleOf({ document, marks }: Revision): string {
  const { kind, symbol, subject } = document.fields
  const { name } = kindOf(kind)
  return marks.number === null
    ? `${name}: ${subject}`
    : `${name} số ${numberAndSymbol(marks.number, symbol.trim(), marks.suffix)}`
}

/** Stands in the signature itself, so that the signed bytes name the frozen revision and its code (SIG-1). */
export function reasonLine(act: string, { document, marks, hash }: Revision): string {
  const { kind, symbol } = document.fields
  if (marks.number === null) return `Ký ${kindOf(kind).name.toLowerCase()} ngày ${marks.date}; bản chốt sha256:${hash}`
  const number = numberAndSymbol(marks.number, symbol.trim(), marks.suffix)
  return `${act} văn bản số ${number}; bản chốt sha256:${hash}; mã tra cứu ${marks.verify?.code ?? ''}`
}
