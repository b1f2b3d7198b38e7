/** Requests for signatures as they are stored. Whoever asks, and whoever puts an answer in, holds the draft's row first. */
import { and, eq, isNull, sql } from 'drizzle-orm'
import { AppError, type ErrorCode } from '../../../src/lib/errors.ts'
import type { IssueStep, RequestState, SignaturePart } from '../../../src/lib/vocabulary.ts'
import { type DraftRow, lockDraft } from '../../access/facts.ts'
import { need } from '../../access/may.ts'
import type { Person } from '../../access/person.ts'
import { record } from '../../audit/index.ts'
import type { Database, Queryable, Transaction } from '../../database/connect.ts'
import { signingRequests } from '../../database/tables.ts'
import { readSteps } from '../steps.ts'

export type RequestRow = typeof signingRequests.$inferSelect

/** The step of the journey that a signature is. */
export const STEP_OF: Record<SignaturePart, IssueStep> = { signer: 'signed', seal: 'sealed' }

/**
 * Locks the draft of somebody who may put this signature on it now. Of two who act at once, or one who cancels meanwhile, the
 * second finds it moved on: `wrong_state`, `stale`, `not_allowed`.
 */
export async function lockToSign(
  tx: Transaction,
  person: Person,
  draftId: string,
  part: SignaturePart,
): Promise<DraftRow> {
  if (part === 'seal') {
    const draft = await lockDraft(tx, person, { draftId }, 'seal')
    if (await isSealed(tx, draftId)) throw new AppError('wrong_state', { state: 'sealed' })
    return draft
  }
  const draft = await lockDraft(tx, person, { draftId }, 'see')
  if (draft.state !== 'finalizing') throw new AppError('wrong_state', { state: draft.state })
  need(person, 'finalize', draft)
  return draft
}

export async function isSealed(db: Queryable, draftId: string): Promise<boolean> {
  const sealed = (await readSteps(db, draftId)).find(({ step }) => step === 'sealed')
  return sealed?.doneAt != null
}

/** Whether this signature was ever asked for: from then on the file under it stays. */
export async function wasAsked(db: Queryable, draftId: string, part: SignaturePart): Promise<boolean> {
  const asked = and(eq(signingRequests.draftId, draftId), eq(signingRequests.part, part))
  return (await db.select({ id: signingRequests.id }).from(signingRequests).where(asked).limit(1)).length > 0
}

type Ended = Exclude<RequestState, 'waiting'>

/** False when it had ended before: whatever comes now is too late. */
export async function endRequest(
  db: Queryable,
  id: string,
  state: Ended,
  { error = '', answer }: { error?: ErrorCode | ''; answer?: Uint8Array } = {},
): Promise<boolean> {
  const answered = answer && { answer, answeredAt: sql`clock_timestamp()` }
  const ended = await db
    .update(signingRequests)
    .set({ state, error, endedAt: sql`clock_timestamp()`, ...answered })
    .where(and(eq(signingRequests.id, id), eq(signingRequests.state, 'waiting')))
    .returning({ id: signingRequests.id })
  return ended.length > 0
}

/** Of a draft whose number is cancelled, or that is asked for anew: whoever was asked may still answer, to no effect. */
export async function endWaiting(tx: Transaction, draftId: string, state: 'cancelled' | 'replaced'): Promise<void> {
  await tx
    .update(signingRequests)
    .set({ state, endedAt: sql`clock_timestamp()` })
    .where(and(eq(signingRequests.draftId, draftId), eq(signingRequests.state, 'waiting')))
}

/** What came too late, or cannot be put in: kept on record, in no file. */
export async function keepAnswer(db: Database, request: RequestRow, answer: Uint8Array): Promise<void> {
  await db.transaction(async (tx) => {
    const kept = await tx
      .update(signingRequests)
      .set({ answer, answeredAt: sql`clock_timestamp()` })
      .where(and(eq(signingRequests.id, request.id), isNull(signingRequests.answer)))
      .returning({ state: signingRequests.state })
    const [row] = kept
    if (!row) return // the same answer twice
    const detail = { requestId: request.id, keyId: request.keyId, state: row.state }
    await record(tx, { actorId: request.askedOf, act: 'request.late-answer', draftId: request.draftId, detail })
  })
}
