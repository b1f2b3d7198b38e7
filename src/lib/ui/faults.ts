/** What can be wrong with one answer of a form. Server schemas name the code; the sentence is found here. */
import { m } from '$lib/paraglide/messages'
import { LIMITS } from '../limits.ts'

const SENTENCES = {
  required: () => m.common_fault_required(),
  too_long: () => m.common_fault_too_long(),
  too_short: () => m.common_fault_too_short(),
  username: () => m.common_fault_username(),
  password_short: () => m.common_fault_password_short({ min: LIMITS.passwordFrom }),
  password_simple: () => m.common_fault_password_simple(),
  password_same: () => m.common_fault_password_same(),
  characters: () => m.common_fault_characters(),
  last_admin: () => m.common_fault_last_admin(),
  taken: () => m.common_fault_taken(),
  mismatch: () => m.common_fault_mismatch(),
  wrong: () => m.common_fault_wrong(),
  date: () => m.common_fault_date(),
  past: () => m.common_fault_past(),
  day_taken: () => m.common_fault_day_taken(),
  numbered: () => m.common_fault_numbered(),
  abbreviation_taken: () => m.common_fault_abbreviation_taken(),
  abbreviation_taken_later: () => m.common_fault_abbreviation_taken_later(),
  overlap: () => m.common_fault_overlap(),
  order: () => m.common_fault_order(),
  choice: () => m.common_fault_choice(),
  file: () => m.common_fault_file(),
  size: () => m.common_fault_size(),
  not_transparent: () => m.common_fault_not_transparent(),
  not_a_png: () => m.common_fault_not_a_png(),
  unreadable: () => m.common_fault_unreadable(),
  not_an_authority: () => m.common_fault_not_an_authority(),
  known: () => m.common_fault_known(),
  key_unreadable: () => m.common_fault_key_unreadable(),
  key_no_mac: () => m.common_fault_key_no_mac(),
  key_several_keys: () => m.common_fault_key_several_keys(),
  key_other_name: () => m.common_fault_key_other_name(),
  key_too_many_iterations: () => m.common_fault_key_too_many_iterations(),
  key_no_certificate_for_key: () => m.common_fault_key_no_certificate_for_key(),
  key_expired: () => m.common_fault_key_expired(),
  key_not_yet_valid: () => m.common_fault_key_not_yet_valid(),
  key_weak: () => m.common_fault_key_weak(),
  key_not_for_signing: () => m.common_fault_key_not_for_signing(),
  key_tls_server: () => m.common_fault_key_tls_server(),
  key_other_purpose: () => m.common_fault_key_other_purpose(),
  key_chain_incomplete: () => m.common_fault_key_chain_incomplete(),
  key_untrusted: () => m.common_fault_key_untrusted(),
  word_other: () => m.common_fault_word_other(),
  word_old: () => m.common_fault_word_old(),
  word_locked: () => m.common_fault_word_locked(),
  word_broken: () => m.common_fault_word_broken(),
  word_macros: () => m.common_fault_word_macros(),
  word_bomb: () => m.common_fault_word_bomb(),
  word_slow: () => m.common_fault_word_slow(),
  word_empty: () => m.common_fault_word_empty(),
  unclear: () => m.common_fault_unclear(),
} as const

export type FaultCode = keyof typeof SENTENCES
export type Faults = Partial<Record<string, FaultCode>>

export const isFaultCode = (code: string): code is FaultCode => code in SENTENCES

export const faultText = (code: FaultCode | undefined): string | undefined => code && SENTENCES[code]()
