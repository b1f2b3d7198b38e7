/** Sorts a person's unsaved edits, wherever they were found, into those to send and those the draft will not take. */
import type { Edit, TailKey } from './ack-counter.ts'
import type { StrandedReason } from './stranded.ts'
import type { StoredRow } from './tail-store.ts'

export type TailEdit = Pick<Edit, 'update' | 'rows' | 'changes'>

/** Why a copy was given up, and whether its unsaved edits may be sent again from the fresh one. */
export interface Replacement {
  reason: StrandedReason
  resend: boolean
}

export interface Carried extends Replacement {
  edits: TailEdit[]
}

export interface Tail {
  /** Out of a copy that was given up. */
  carried: Carried | null
  /** In the browser's store: from earlier visits, other tabs, and copies of all others here. */
  stored: readonly StoredRow[]
  /** Made in the present copy: they go their way already. */
  typed: readonly TailEdit[]
  /** Whether the draft takes edits of this person now. */
  mayChange: boolean
}

export function sortTail({ carried, stored, typed, mayChange }: Tail): { send: TailEdit[]; refuse: TailEdit[] } {
  const replaced = carried?.edits ?? []
  const known = new Set([...rowsOf(typed), ...rowsOf(replaced)].map(String))
  const found = stored.filter((row) => !known.has(String(row.key)))
  const waiting = found.filter((row) => !row.isStranded).map(asEdit)
  const refusedBefore = found.filter((row) => row.isStranded).map(asEdit)
  if (!mayChange) return { send: [], refuse: [...replaced, ...waiting, ...refusedBefore] }
  if (carried?.resend) return { send: [...replaced, ...waiting], refuse: refusedBefore }
  return { send: waiting, refuse: [...replaced, ...refusedBefore] }
}

export function rowsOf(edits: readonly TailEdit[]): TailKey[] {
  return edits.flatMap((edit) => edit.rows)
}

export function changesIn(edits: readonly TailEdit[]): number {
  return edits.reduce((sum, edit) => sum + edit.changes, 0)
}

const asEdit = (row: StoredRow): TailEdit => ({ update: row.update, rows: [row.key], changes: 1 })
