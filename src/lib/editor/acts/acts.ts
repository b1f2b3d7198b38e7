/** What this person can do with the draft now, and which of it is the next step. */
import { m } from '$lib/paraglide/messages'
import type { Action } from '../../vocabulary.ts'
import type { DraftView } from '../types.ts'

export type Act = Extract<
  Action,
  | 'submit'
  | 'withdraw'
  | 'return'
  | 'pass'
  | 'approve'
  | 'finalize'
  | 'seal'
  | 'issue'
  | 'cancel'
  | 'void'
  | 'invite'
  | 'deadline'
>

/** In the order in which they would be the next step. */
const STEPS: readonly Act[] = ['submit', 'approve', 'pass', 'finalize', 'seal', 'issue']
const OTHERS: readonly Act[] = ['return', 'withdraw', 'invite', 'deadline', 'cancel', 'void']

/** The one primary button; null when it is somebody else's turn. */
export function nextStep({ actions }: DraftView): Act | null {
  return STEPS.find((act) => actions.includes(act)) ?? null
}

/** Everything else, for the menu. */
export function otherActs(draft: DraftView): Act[] {
  const next = nextStep(draft)
  const sameSheet = next === 'seal' ? 'issue' : null
  return [...STEPS, ...OTHERS].filter((act) => act !== next && act !== sameSheet && draft.actions.includes(act))
}

/** Done on a page of its own, not in a dialog. */
export function hasSheet(act: Act): boolean {
  return act === 'finalize' || act === 'seal' || act === 'issue'
}

export function actName(act: Act, state: DraftView['state']): string {
  switch (act) {
    case 'submit':
      return m.editor_act_submit()
    case 'withdraw':
      return m.editor_act_withdraw()
    case 'return':
      return m.editor_act_return()
    case 'pass':
      return m.editor_act_pass()
    case 'approve':
      return m.editor_act_approve()
    case 'finalize':
      return state === 'finalizing' ? m.editor_act_resume() : m.editor_act_finalize()
    case 'seal':
      return m.editor_act_seal()
    case 'issue':
      return m.editor_act_issue()
    case 'cancel':
      return m.editor_act_cancel()
    case 'void':
      return state === 'signed' ? m.editor_act_void_signed() : m.editor_act_void()
    case 'invite':
      return m.editor_act_people()
    case 'deadline':
      return m.editor_act_deadline()
  }
}

/** Cannot be undone. */
export const isGrave = (act: Act): boolean => act === 'cancel' || act === 'void'
