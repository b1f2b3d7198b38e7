/** What was done to a draft, in the decree's verbs. */
import { m } from '$lib/paraglide/messages'
import { isInternal } from '../document/kinds.ts'
import type { PathAct } from '../vocabulary.ts'

const NAMES: Record<PathAct, () => string> = {
  create: () => m.common_act_create(),
  import: () => m.common_act_import(),
  duplicate: () => m.common_act_duplicate(),
  template: () => m.common_act_template(),
  submit: () => m.common_act_submit(),
  withdraw: () => m.common_act_withdraw(),
  return: () => m.common_act_return(),
  pass: () => m.common_act_pass(),
  approve: () => m.common_act_approve(),
  cancel: () => m.common_act_cancel(),
  void: () => m.common_act_void(),
  restart: () => m.common_act_restart(),
  freeze: () => m.common_act_freeze(),
  sign: () => m.common_act_sign(),
  'sign-by-hand': () => m.common_act_sign_by_hand(),
  seal: () => m.common_act_seal(),
  issue: () => m.common_act_issue(),
}

/** A paper within the office takes no number when it is frozen. */
export const pathActName = (act: PathAct, kind: string): string =>
  act === 'freeze' && isInternal(kind) ? m.common_act_freeze_internal() : NAMES[act]()
