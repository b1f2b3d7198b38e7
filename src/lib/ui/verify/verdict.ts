/** One sentence about an uploaded PDF, from what the server found. */
import { m } from '$lib/paraglide/messages'

export interface CheckedSignature {
  type: 'signature' | 'timestamp'
  isIntact: boolean
  addedLater: 'nothing' | 'signed' | 'broken' | 'unsigned'
  trust: { authority: string | null; isEvaluation: boolean; wasCertificateValid: boolean }
}

export interface Checked {
  match: 'issued' | 'earlier' | 'extended' | 'altered' | 'unknown'
  /** Byte ranges that fit no signature. */
  malformed: number
  signatures: CheckedSignature[]
}

export interface Verdict {
  tone: 'good' | 'note' | 'late' | 'fault'
  title: string
  text: string
}

/** Whose signatures all hold, over bytes that were not added to, with certificates that somebody we trust vouches for. */
const isSound = ({ signatures, malformed }: Checked) =>
  malformed === 0 && signatures.every((one) => one.isIntact && one.addedLater !== 'unsigned')

const isTrusted = ({ signatures }: Checked) =>
  signatures.every((one) => one.trust.authority !== null && one.trust.wasCertificateValid)

export function verdictOf(checked: Checked): Verdict {
  switch (checked.match) {
    case 'issued':
      return isSound(checked)
        ? { tone: 'good', title: m.verify_issued_title(), text: m.verify_issued_text() }
        : { tone: 'fault', title: m.verify_issued_unsound_title(), text: m.verify_issued_unsound_text() }
    case 'earlier':
      return { tone: 'late', title: m.verify_earlier_title(), text: m.verify_earlier_text() }
    case 'extended':
      return { tone: 'fault', title: m.verify_extended_title(), text: m.verify_extended_text() }
    case 'altered':
      return { tone: 'fault', title: m.verify_altered_title(), text: m.verify_altered_text() }
    case 'unknown':
      return foreign(checked)
  }
}

function foreign(checked: Checked): Verdict {
  if (checked.signatures.length === 0 && checked.malformed === 0)
    return { tone: 'note', title: m.verify_unsigned_title(), text: m.verify_unsigned_text() }
  if (!isSound(checked)) return { tone: 'fault', title: m.verify_broken_title(), text: m.verify_broken_text() }
  return isTrusted(checked)
    ? { tone: 'note', title: m.verify_foreign_title(), text: m.verify_foreign_text() }
    : { tone: 'late', title: m.verify_untrusted_title(), text: m.verify_untrusted_text() }
}
