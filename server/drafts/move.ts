import { eq, sql } from 'drizzle-orm'
import { type DraftState, type MoveAct, VERSION_KINDS } from '../../src/lib/vocabulary.ts'
import type { DraftRow } from '../access/facts.ts'
import type { Person } from '../access/person.ts'
import { changeAccess, record } from '../audit/index.ts'
import type { Transaction } from '../database/connect.ts'
import { drafts, draftSteps } from '../database/tables.ts'
import type { Ground } from './ground.ts'

export interface Move {
  act: MoveAct
  state: DraftState
  holderId: string | null
  reason?: string
  /** Undefined leaves the deadline as it is. */
  dueAt?: Date | null | undefined
  /** For the audit record only. */
  detail?: Record<string, unknown>
}

/** Moves a locked draft on: its row, its path, the audit record and everybody's rights, in the caller's transaction. */
export async function moveDraft(
  ground: Pick<Ground, 'tell' | 'keepVersion'>,
  tx: Transaction,
  person: Person,
  draft: DraftRow,
  to: Move,
): Promise<void> {
  const reason = to.reason ?? ''
  const now = sql`now()`
  const moved = { state: to.state, holderId: to.holderId, heldSince: now, step: draft.step + 1, updatedAt: now }
  await tx
    .update(drafts)
    .set(to.dueAt === undefined ? moved : { ...moved, dueAt: to.dueAt })
    .where(eq(drafts.id, draft.id))
  await tx.insert(draftSteps).values({
    draftId: draft.id,
    act: to.act,
    fromState: draft.state,
    toState: to.state,
    actorId: person.id,
    holderId: to.holderId,
    reason,
  })
  const hands = { holderBefore: draft.holderId, holderId: to.holderId }
  await ground.tell(tx, person, { is: 'move', draftId: draft.id, act: to.act, ...hands })
  const kind = VERSION_KINDS.find((one) => one === to.act)
  const kept = kind && (await ground.keepVersion(tx, person, draft.id, kind))
  const version = kept && { version: kept.number, textHash: kept.hash }
  const detail = {
    from: draft.state,
    to: to.state,
    holderId: to.holderId,
    step: draft.step + 1,
    reason,
    ...version,
    ...to.detail,
  }
  await record(tx, { actorId: person.id, act: `draft.${to.act}`, draftId: draft.id, detail })
  await changeAccess(tx, { draftId: draft.id })
}

/** After the commit: sockets look at their rights, pages at the state. */
export function announce(ground: Ground, draftId: string): void {
  ground.rightsChanged({ draftId })
  ground.notice(draftId, 'state')
}
