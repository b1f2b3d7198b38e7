/** The journey from freeze to issue as it is stored: what is done, and what failed last. */
import { and, eq, ne, sql } from 'drizzle-orm'
import type { Logger } from 'pino'
import { AppError, type ErrorCode } from '../../src/lib/errors.ts'
import { ISSUE_STEPS, type IssueStep } from '../../src/lib/vocabulary.ts'
import type { Database, Queryable, Transaction } from '../database/connect.ts'
import { issueSteps } from '../database/tables.ts'

export interface StepState {
  step: IssueStep
  doneAt: Date | null
  /** Code of the last failure since it was last done; null = none. */
  error: string | null
  failedAt: Date | null
}

export async function markDone(tx: Transaction, draftId: string, ...steps: IssueStep[]): Promise<void> {
  const done = { doneAt: sql`now()`, error: '', failedAt: null }
  await tx
    .insert(issueSteps)
    .values(steps.map((step) => ({ draftId, step, ...done })))
    .onConflictDoUpdate({ target: [issueSteps.draftId, issueSteps.step], set: done })
}

async function markFailed(db: Database, draftId: string, step: IssueStep, error: ErrorCode): Promise<void> {
  const failed = { error, failedAt: sql`now()` }
  await db
    .insert(issueSteps)
    .values({ draftId, step, ...failed })
    .onConflictDoUpdate({ target: [issueSteps.draftId, issueSteps.step], set: failed })
}

/** It is tried anew: what failed the last time is no news any more. */
export async function markTried(tx: Transaction, draftId: string, step: IssueStep): Promise<void> {
  const failed = and(eq(issueSteps.draftId, draftId), eq(issueSteps.step, step), ne(issueSteps.error, ''))
  await tx.update(issueSteps).set({ error: '', failedAt: null }).where(failed)
}

/**
 * Runs one step. Whatever goes wrong is stored beside the step and thrown as `code`, or as what a signer can act on; the
 * details of an expected failure are kept, everything else goes into the log only. `stale` and its like pass: the step was
 * not tried.
 */
export async function attempt<T>(
  { db, log }: { db: Database; log: Logger },
  draftId: string,
  step: IssueStep,
  code: ErrorCode,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof AppError && PASSING.has(error.code)) throw error
    log.error({ err: error, draftId, step }, 'a step of issuing failed')
    const told = error instanceof AppError && TOLD.has(error.code) ? error.code : code
    await markFailed(db, draftId, step, told).catch((e: unknown) =>
      log.error({ err: e, draftId }, 'failure not stored'),
    )
    throw new AppError(told, error instanceof AppError && error.code === told ? error.detail : {})
  }
}

/** What a signer can do something about is told as it is. */
const TOLD: ReadonlySet<ErrorCode> = new Set([
  'day_over',
  'key_unreachable',
  'not_answered',
  'sign_refused',
  'wrong_signature',
])
const PASSING: ReadonlySet<ErrorCode> = new Set(['stale', 'wrong_state', 'not_allowed', 'not_found'])

export async function readSteps(db: Queryable, draftId: string): Promise<StepState[]> {
  const rows = await db.select().from(issueSteps).where(eq(issueSteps.draftId, draftId))
  return ISSUE_STEPS.map((step) => {
    const row = rows.find((r) => r.step === step)
    return { step, doneAt: row?.doneAt ?? null, error: row?.error || null, failedAt: row?.failedAt ?? null }
  })
}
