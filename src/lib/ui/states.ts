/** The states of a draft in words, and as the chain people see. */
import { m } from '$lib/paraglide/messages'
import { isInternal } from '../document/kinds.ts'
import type { DraftState } from '../vocabulary.ts'

const NAMES: Record<DraftState, () => string> = {
  drafting: () => m.common_state_drafting(),
  review: () => m.common_state_review(),
  approval: () => m.common_state_approval(),
  approved: () => m.common_state_approved(),
  finalizing: () => m.common_state_finalizing(),
  signed: () => m.common_state_signed(),
  issued: () => m.common_state_issued(),
  cancelled: () => m.common_state_cancelled(),
  voided: () => m.common_state_voided(),
}

/** A paper within the office is done with its signature: nobody issues it. */
export const stateName = (state: DraftState, kind = ''): string =>
  state === 'issued' && isInternal(kind) ? m.common_state_issued_internal() : NAMES[state]()

const STEPS = [
  { id: 'drafting', name: () => m.common_chain_drafting() },
  { id: 'review', name: () => m.common_chain_review() },
  { id: 'approval', name: () => m.common_chain_approval() },
  { id: 'approved', name: () => m.common_chain_approved() },
  { id: 'signed', name: () => m.common_chain_signed() },
  { id: 'issued', name: () => m.common_chain_issued() },
] as const

/** Dự thảo → Xem xét, cho ý kiến → Trình duyệt → Duyệt → Ký số → Ban hành; the last not for a paper within the office. */
export const chainOf = (kind: string) => STEPS.filter(({ id }) => id !== 'issued' || !isInternal(kind))

/** Where a state stands in the chain: the step that is under way, or beyond the last when all are done. */
export function chainPosition(state: Exclude<DraftState, 'cancelled' | 'voided'>): number {
  switch (state) {
    case 'drafting':
      return 0
    case 'review':
      return 1
    case 'approval':
      return 2
    // Approved, and now being signed: the step under way is the signature.
    case 'approved':
    case 'finalizing':
      return 4
    case 'signed':
      return 5
    case 'issued':
      return STEPS.length
  }
}
