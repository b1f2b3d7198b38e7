/** How long signatures can be checked, in words. */
import { m } from '$lib/paraglide/messages'
import { type ArchiveFault, type SignatureLevel, STAMP_FAULTS, type StampFault } from '../vocabulary.ts'

const LEVELS: Record<SignatureLevel, () => string> = {
  'B-B': m.verify_level_b,
  'B-T': m.verify_level_t,
  'B-LT': m.verify_level_lt,
  'B-LTA': m.verify_level_lta,
}

export const levelText = (level: SignatureLevel): string => LEVELS[level]()

const STAMPS: Record<StampFault, () => string> = {
  none: m.documents_stamp_none,
  resting: m.documents_stamp_resting,
  unreachable: m.documents_stamp_unreachable,
  slow: m.documents_stamp_slow,
  refused: m.documents_stamp_refused,
  unreadable: m.documents_stamp_unreadable,
  wrong_nonce: m.documents_stamp_wrong_nonce,
  wrong_imprint: m.documents_stamp_wrong_imprint,
  weak: m.documents_stamp_weak,
  untrusted: m.documents_stamp_untrusted,
  wrong_clock: m.documents_stamp_wrong_clock,
  too_large: m.documents_stamp_too_large,
}

export const stampFaultText = (fault: StampFault): string => STAMPS[fault]()

/** Why the level is not higher; `about` as it is stored beside the reason. */
export function levelFaultText(reason: ArchiveFault, about: string): string {
  switch (reason) {
    case 'no_tsa':
      return m.documents_level_no_tsa()
    case 'no_stamp': {
      const fault = STAMP_FAULTS.find((one) => one === about) ?? 'unreachable'
      return m.documents_level_no_stamp({ why: stampFaultText(fault) })
    }
    case 'no_source':
      return m.documents_level_no_source({ name: about })
    case 'no_answer':
      return m.documents_level_no_answer({ where: about })
    case 'revoked':
      return m.documents_level_revoked({ name: about })
    case 'untrusted':
      return m.documents_level_untrusted({ name: about })
    case 'too_large':
      return m.documents_level_too_large({ where: about })
    case 'failed':
      return m.documents_level_failed()
  }
}
