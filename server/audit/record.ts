import { eq } from 'drizzle-orm'
import { canonicalJson } from '../../src/lib/document/canonical.ts'
import type { Transaction } from '../database/connect.ts'
import { accessChanges, auditHead, auditLog } from '../database/tables.ts'
import { linkHash } from './chain.ts'

/** One act of one person. `act` is a stable word: "draft.submit", "session.sign-in". */
export interface Act {
  /** Null where nobody is signed in: set-up, a failed sign-in. */
  actorId: string | null
  act: string
  draftId?: string | null
  /** Plain JSON. No secrets, and no text of the draft: the record outlives both. */
  detail?: Record<string, unknown>
}

/**
 * Adds an act to the chain, in the transaction of the act itself: both are there afterwards, or neither.
 * It locks the end of the chain until that transaction ends, so call it after every other row has been locked.
 */
export const record = (tx: Transaction, act: Act): Promise<void> => recordAll(tx, [act])

/** Several at once, in their order: what one person does to five hundred things takes no longer than what they do to one. */
export async function recordAll(tx: Transaction, acts: readonly Act[]): Promise<void> {
  if (acts.length === 0) return
  const [head] = await tx.select().from(auditHead).for('update')
  if (!head) throw new Error('The end of the audit chain is missing: audit_head has no row.')
  const at = new Date()
  let { seq, hash: previousHash } = head
  const rows = acts.map(({ actorId, act, draftId = null, detail }) => {
    const row = { seq: ++seq, actorId, act, draftId, detail: asStored(detail), previousHash }
    previousHash = linkHash({ ...row, at: at.toISOString().replace('Z', '000Z') })
    return { ...row, at, hash: previousHash }
  })
  const added = tx.$with('added').as(tx.insert(auditLog).values(rows).returning({ seq: auditLog.seq }))
  await tx.with(added).update(auditHead).set({ seq, hash: previousHash }).where(eq(auditHead.id, head.id))
}

/** The detail as the database will give it back: dates as text, keys without a value gone. */
function asStored(detail: Record<string, unknown> = {}): unknown {
  return JSON.parse(canonicalJson(JSON.parse(JSON.stringify(detail))))
}

/**
 * Tells every node that rights changed, for one draft, one person, or both (GUARD-1). Call it after `record`: the lock
 * held there makes the order of ids the order of commits, so that a reader going by the last id it saw misses none.
 */
export async function changeAccess(tx: Transaction, change: { draftId?: string; userId?: string }): Promise<void> {
  await tx.insert(accessChanges).values({ draftId: change.draftId ?? null, userId: change.userId ?? null })
}
