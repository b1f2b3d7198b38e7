/** The paper that was signed by hand, scanned in: the file on which the agency puts its signature (Điều 25). */
import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { AppError } from '../../src/lib/errors.ts'
import { parse, step } from '../access/border.ts'
import { lockDraft } from '../access/facts.ts'
import type { Person } from '../access/person.ts'
import { record } from '../audit/index.ts'
import { digestOf } from '../compute/digest.ts'
import type { Queryable } from '../database/connect.ts'
import { issuedFiles } from '../database/tables.ts'
import { findByHand } from './by-hand.ts'
import { needDraft } from './draft.ts'
import { addFile } from './generations.ts'
import type { Ground } from './ground.ts'
import { isSealed, wasAsked } from './requests/row.ts'

export const scanning = z.object({ step })

/** Of one paper, each up to the limit of an upload: all stay on record, and some are made for want of a better glass. */
const MOST_SCANS = 20

/** Throws `bad_input` on `file`, `scan_many`. */
async function needRoom(db: Queryable, draftId: string): Promise<void> {
  const scans = and(eq(issuedFiles.draftId, draftId), eq(issuedFiles.kind, 'pdf-signed'))
  if ((await db.$count(issuedFiles, scans)) >= MOST_SCANS)
    throw new AppError('bad_input', { field: 'file', reason: 'scan_many' })
}

/**
 * By a clerk, before the seal is asked for; another scan takes the first one's place, which stays on record. Throws `wrong_state`
 * (`not_by_hand`, `sealed`, `asked`), `stale`, `too_large {limitBytes}`, `too_heavy`, and `bad_input` on `file` with what is
 * wrong with the scan.
 */
export async function addScan(
  ground: Ground,
  person: Person,
  draftId: string,
  given: { step: number; pdf: Uint8Array },
): Promise<{ pages: number; dpi: number }> {
  const { step } = parse(scanning, { step: given.step })
  const draft = await needDraft(ground.db, person, 'seal', draftId)
  if (step !== draft.step) throw new AppError('stale')
  if (!(await findByHand(ground.db, draftId))) throw new AppError('wrong_state', { state: 'not_by_hand' })
  if (given.pdf.length > ground.uploadLimitBytes)
    throw new AppError('too_large', { limitBytes: ground.uploadLimitBytes })
  await needRoom(ground.db, draftId)
  const sha256 = await digestOf(given.pdf)
  const asked = { urgency: 'answer', person: person.id, about: draftId, text: sha256 } as const
  const { bytes, pages, dpi, box } = await ground.readScan(given.pdf, asked)
  const kept = await digestOf(bytes)
  await ground.db.transaction(async (tx) => {
    await lockDraft(tx, person, { draftId, step }, 'seal')
    if (await isSealed(tx, draftId)) throw new AppError('wrong_state', { state: 'sealed' })
    if (await wasAsked(tx, draftId, 'seal')) throw new AppError('wrong_state', { state: 'asked' })
    await needRoom(tx, draftId)
    const n = await addFile(tx, draftId, { kind: 'pdf-signed', bytes, signatureBox: box })
    const detail = { n, pages, dpi, given: sha256, kept }
    await record(tx, { actorId: person.id, act: 'issue.scan', draftId, detail })
  })
  ground.drafts.announce(draftId)
  return { pages, dpi }
}
