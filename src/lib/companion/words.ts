/** What keeps the program at this PC from signing, with what can be done. */
import { m } from '$lib/paraglide/messages'
import type { CompanionFault } from './client.ts'

export const companionText = (code: CompanionFault): string => TEXTS[code]()

const TEXTS: Record<CompanionFault, () => string> = {
  insecure: () => m.companion_fault_insecure(),
  permission: () => m.companion_fault_permission(),
  asked: () => m.companion_fault_asked(),
  not_running: () => m.companion_fault_not_running(),
  old_version: () => m.companion_fault_old_version(),
  foreign_origin: () => m.companion_fault_foreign_origin(),
  foreign_host: () => m.companion_fault_foreign_host(),
  not_paired: () => m.companion_fault_not_paired(),
  old_nonce: () => m.companion_fault_old_nonce(),
  bad_request: () => m.companion_fault_bad_request(),
  too_many: () => m.companion_fault_too_many(),
  busy: () => m.companion_fault_busy(),
  cancelled: () => m.companion_fault_cancelled(),
  too_late: () => m.companion_fault_too_late(),
  no_window: () => m.companion_fault_no_window(),
  wrong_code: () => m.companion_fault_wrong_code(),
  bad_attributes: () => m.companion_fault_bad_attributes(),
  no_key: () => m.companion_fault_no_key(),
  wrong_pin: () => m.companion_fault_wrong_pin(),
  pin_locked: () => m.companion_fault_pin_locked(),
  pin_expired: () => m.companion_fault_pin_expired(),
  token_gone: () => m.companion_fault_token_gone(),
  key_gone: () => m.companion_fault_key_gone(),
  no_module: () => m.companion_fault_no_module(),
  not_installed: () => m.companion_fault_not_installed(),
  driver_hangs: () => m.companion_fault_driver_hangs(),
  driver_crashed: () => m.companion_fault_driver_crashed(),
  bad_key: () => m.companion_fault_bad_key(),
  unexpected: () => m.companion_fault_unexpected(),
}

/** Where the mend is on the page on which one pairs. */
export const isMendedByPairing = (code: CompanionFault): boolean =>
  code === 'not_paired' || code === 'old_version' || code === 'foreign_origin' || code === 'not_running'
