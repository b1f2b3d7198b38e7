/** One sentence about an uploaded PDF, from what the server found. */
import { m } from '$lib/paraglide/messages'
import {
  type After,
  answerOf,
  changesText,
  type CheckedSignature,
  type Cover,
  type Irregularity,
  pagesText,
} from './answer.ts'

export interface Checked {
  match: 'issued' | 'earlier' | 'cancelled' | 'continued' | 'extended' | 'altered' | 'copy' | 'unknown'
  /** Things that claim to be signatures and are none. */
  malformed: number
  /** Signatures that were not looked at. */
  more: number
  /** Why the file's structure could not be read. */
  unclear: Irregularity | null
  signatures: CheckedSignature[]
  ours: { pages: number | null; after: After } | null
}

export interface Verdict {
  tone: 'good' | 'note' | 'late' | 'fault'
  title: string
  text: string
}

/** Whose signatures all hold. */
const isSound = ({ signatures, malformed, more }: Checked) =>
  malformed === 0 && more === 0 && signatures.every((one) => answerOf(one) === 'whole')

/** Ours only up to a place: something stands behind it. */
const isLonger = ({ ours }: Checked) => ours !== null && ours.after.state !== 'nothing'

export function verdictOf(checked: Checked): Verdict {
  switch (checked.match) {
    case 'issued':
      return isSound(checked)
        ? { tone: 'good', title: m.verify_issued_title(), text: m.verify_issued_text() }
        : { tone: 'fault', title: m.verify_issued_unsound_title(), text: m.verify_issued_unsound_text() }
    case 'earlier':
      return isLonger(checked)
        ? { tone: 'late', title: m.verify_earlier_longer_title(), text: m.verify_earlier_longer_text() }
        : { tone: 'late', title: m.verify_earlier_title(), text: m.verify_earlier_text() }
    case 'continued':
      return checked.ours?.after.state === 'data'
        ? { tone: 'note', title: m.verify_continued_data_title(), text: m.verify_continued_data_text() }
        : { tone: 'note', title: m.verify_continued_title(), text: m.verify_continued_text() }
    case 'cancelled':
      return {
        tone: 'fault',
        title: m.verify_cancelled_title(),
        text:
          checked.signatures.length > 0 && isSound(checked)
            ? m.verify_cancelled_signed()
            : isLonger(checked)
              ? m.verify_cancelled_longer_text()
              : m.verify_cancelled_text(),
      }
    case 'extended':
      return { tone: 'fault', title: m.verify_extended_title(), text: m.verify_extended_text() }
    case 'altered':
      return { tone: 'fault', title: m.verify_altered_title(), text: m.verify_altered_text() }
    case 'copy':
      return { tone: 'late', title: m.verify_copy_title(), text: m.verify_copy_text() }
    case 'unknown':
      return foreign(checked)
  }
}

function foreign(checked: Checked): Verdict {
  const { signatures, malformed, more, unclear } = checked
  const answers = signatures.map(answerOf)
  if (signatures.some(({ integrity }) => integrity.state === 'broken'))
    return { tone: 'fault', title: m.verify_broken_title(), text: m.verify_broken_text() }
  const changed = signatures.filter((one) => answerOf(one) === 'changed')
  if (changed.length > 0) {
    const names = [...new Set(changed.map(({ signerName }) => signerName || m.verify_signer_unnamed()))].join(', ')
    return { tone: 'fault', title: m.verify_changed_title({ names }), text: m.verify_changed_text() }
  }
  if (answers.includes('unclear') || malformed > 0 || more > 0 || (signatures.length === 0 && unclear !== null))
    return { tone: 'late', title: m.verify_unclear_title(), text: m.verify_unclear_text() }
  const covers = signatures.flatMap(({ after }): Cover[] => (after.state === 'covered' ? after.covers : []))
  if (covers.length > 0) {
    const pages = pagesText(covers, 'words')
    return { tone: 'fault', title: m.verify_covered_title({ pages }), text: m.verify_covered_text() }
  }
  if (signatures.length === 0) return { tone: 'note', title: m.verify_unsigned_title(), text: m.verify_unsigned_text() }
  if (signatures.some(({ purpose }) => purpose !== 'signing'))
    return { tone: 'late', title: m.verify_purpose_title(), text: m.verify_purpose_text() }
  return signatures.every(({ trust }) => trust.authority !== null && trust.wasCertificateValid)
    ? { tone: 'note', title: m.verify_foreign_title(), text: m.verify_foreign_text() }
    : { tone: 'late', title: m.verify_untrusted_title(), text: m.verify_untrusted_text() }
}

/** Which pages are the office's own, and what was added to them; for files that begin with one of ours. */
export function oursText({ pages, after }: NonNullable<Checked['ours']>): string[] {
  const own = pages === null ? [] : [pages === 1 ? m.verify_ours_one() : m.verify_ours_pages({ pages })]
  return [...own, addedText(after)]
}

function addedText(after: After): string {
  switch (after.state) {
    case 'nothing':
      return m.verify_ours_nothing()
    case 'data':
      return m.verify_ours_data()
    case 'allowed':
      return m.verify_ours_allowed()
    case 'covered':
      return m.verify_ours_covered({ pages: pagesText(after.covers, 'words') })
    case 'changed':
      return m.verify_ours_changed({ changes: changesText(after.changes) })
    case 'unclear':
      return m.verify_ours_unclear()
  }
}
