/** One signature in words: an answer, and the statements that it rests on. */
import { m } from '$lib/paraglide/messages'
import type { SignatureLevel } from '../../vocabulary.ts'
import { formatDate, formatMoment } from '../dates.ts'
import { levelText } from '../levels.ts'

type What = 'page' | 'annotation' | 'field' | 'pages' | 'document'
export interface Cover {
  page: number
  over: 'words' | 'beside'
}
export type Irregularity = 'front' | 'behind' | 'structure' | 'encrypted' | 'too-much'
export type After =
  | { state: 'nothing' | 'data' }
  | { state: 'allowed' | 'covered'; covers: Cover[] }
  | { state: 'changed'; changes: { what: What; page: number | null }[] }
  | { state: 'unclear'; why: Irregularity }

export interface CheckedSignature {
  type: 'signature' | 'timestamp'
  signerName: string
  integrity:
    | { state: 'intact' }
    | { state: 'broken' }
    | {
        state: 'unknown'
        reason:
          { kind: 'algorithm'; name: string } | { kind: 'certificate' | 'signers' | 'key' | 'bytes' | 'contradicts' }
      }
  after: After
  trust: {
    authority: string | null
    isEvaluation: boolean
    fault: 'path_length' | 'constraints' | 'weak' | null
    wasCertificateValid: boolean
  }
  level: SignatureLevel | null
  revocation:
    { state: 'unknown' } | { state: 'good'; asOf: Date } | { state: 'revoked'; at: Date; isProvenBefore: boolean }
  now: 'valid' | 'expired' | 'not_yet_valid' | 'revoked' | null
  purpose: 'signing' | 'tls-server' | 'other' | 'no-signature' | 'unreadable' | null
  certificate: { issuer: string; serial: string; validFrom: Date; validTo: Date } | null
  onPaper: { name: string; fits: boolean } | null
}

/** `covered`: only signatures came later, and the picture of one lies over signed words. */
export type Answer = 'whole' | 'changed' | 'covered' | 'unclear'

export function answerOf({ integrity, after }: CheckedSignature): Answer {
  if (integrity.state === 'broken' || after.state === 'changed') return 'changed'
  if (integrity.state === 'unknown' || after.state === 'unclear') return 'unclear'
  return after.state === 'covered' ? 'covered' : 'whole'
}

export interface Statement {
  /** It speaks for the signature, against it, or neither can be said. */
  says: 'yes' | 'no' | 'unclear' | 'note'
  text: string
}

export function statementsOf(signature: CheckedSignature): Statement[] {
  return [
    integrity(signature),
    ...after(signature),
    ...authority(signature),
    ...revocation(signature),
    ...today(signature),
    ...level(signature),
    ...purpose(signature),
    ...name(signature),
  ]
}

function integrity({ integrity: found }: CheckedSignature): Statement {
  if (found.state === 'intact') return { says: 'yes', text: m.verify_intact() }
  if (found.state === 'broken') return { says: 'no', text: m.verify_not_intact() }
  const { reason } = found
  switch (reason.kind) {
    case 'algorithm':
      return { says: 'unclear', text: m.verify_unknown_algorithm({ name: reason.name }) }
    case 'certificate':
      return { says: 'unclear', text: m.verify_unknown_certificate() }
    case 'signers':
      return { says: 'unclear', text: m.verify_unknown_signers() }
    case 'key':
      return { says: 'unclear', text: m.verify_unknown_key() }
    case 'bytes':
      return { says: 'unclear', text: m.verify_unknown_bytes() }
    case 'contradicts':
      return { says: 'unclear', text: m.verify_unknown_contradicts() }
  }
}

const UNCLEAR: Record<Irregularity, () => string> = {
  front: m.verify_after_front,
  behind: m.verify_after_behind,
  structure: m.verify_after_structure,
  encrypted: m.verify_after_encrypted,
  'too-much': m.verify_after_too_much,
}

/** Why no conclusion is possible. */
export function unclearText(why: Irregularity): string {
  return UNCLEAR[why]()
}

/** Of a signature whose own bytes are other ones: nothing about what came after stands on them, unless it is bad news of its own. */
function after({ integrity: { state }, after: found, signerName }: CheckedSignature): Statement[] {
  if (state === 'broken' && found.state !== 'changed' && found.state !== 'unclear') return []
  switch (found.state) {
    case 'nothing':
      return [{ says: 'yes', text: m.verify_after_nothing() }]
    case 'data':
      return [{ says: 'yes', text: m.verify_after_data() }]
    case 'allowed':
      return [{ says: 'yes', text: m.verify_after_allowed() }, ...beside(found.covers)]
    case 'covered':
      return [
        { says: 'no', text: m.verify_after_covered({ pages: pagesText(found.covers, 'words') }) },
        ...beside(found.covers),
      ]
    case 'changed': {
      const named = signerName || m.verify_signer_unnamed()
      return [{ says: 'no', text: m.verify_after_changed({ name: named, changes: changesText(found.changes) }) }]
    }
    case 'unclear':
      return [{ says: 'unclear', text: unclearText(found.why) }]
  }
}

function beside(covers: Cover[]): Statement[] {
  const pages = pagesText(covers, 'beside')
  return pages ? [{ says: 'note', text: m.verify_after_beside({ pages }) }] : []
}

/** "trang 1, trang 3"; empty for none. */
export function pagesText(covers: Cover[], over: Cover['over']): string {
  const pages = covers.filter((cover) => cover.over === over).map(({ page }) => page)
  return [...new Set(pages)].map((page) => m.verify_page({ page })).join(', ')
}

const MOST_CHANGES = 8

export function changesText(changes: { what: What; page: number | null }[]): string {
  const texts = changes.map(changeText)
  const shown = [...new Set(texts)]
  return shown.length > MOST_CHANGES ? `${shown.slice(0, MOST_CHANGES).join(', ')}…` : shown.join(', ')
}

function changeText({ what, page }: { what: What; page: number | null }): string {
  switch (what) {
    case 'page':
      return page === null ? m.verify_change_document() : m.verify_change_page({ page })
    case 'annotation':
      return page === null ? m.verify_change_annotation_somewhere() : m.verify_change_annotation({ page })
    case 'field':
      return m.verify_change_field()
    case 'pages':
      return m.verify_change_pages()
    case 'document':
      return m.verify_change_document()
  }
}

function authority({ trust, certificate }: CheckedSignature): Statement[] {
  if (!certificate) return []
  const dates = { from: formatDate(certificate.validFrom), to: formatDate(certificate.validTo) }
  return [
    trust.fault
      ? { says: 'no', text: FAULTS[trust.fault]() }
      : trust.authority === null
        ? { says: 'no', text: m.verify_authority_unknown({ issuer: certificate.issuer || '–' }) }
        : { says: 'yes', text: m.verify_authority_known({ authority: trust.authority }) },
    trust.wasCertificateValid
      ? { says: 'yes', text: m.verify_certificate_valid(dates) }
      : { says: 'no', text: m.verify_certificate_invalid(dates) },
  ]
}

const FAULTS = {
  path_length: m.verify_fault_path_length,
  constraints: m.verify_fault_constraints,
  weak: m.verify_fault_weak,
}

/** What is known at all is said; that nothing is known, only where everything else speaks for the signature. */
function revocation({ revocation: found, trust }: CheckedSignature): Statement[] {
  switch (found.state) {
    case 'good':
      return [{ says: 'yes', text: m.verify_not_revoked({ when: formatMoment(found.asOf) }) }]
    case 'revoked': {
      const when = formatMoment(found.at)
      if (found.isProvenBefore) return [{ says: 'note', text: m.verify_revoked_after({ when }) }]
      return trust.wasCertificateValid
        ? [{ says: 'unclear', text: m.verify_revoked_unproven({ when }) }]
        : [{ says: 'no', text: m.verify_revoked_before({ when }) }]
    }
    case 'unknown':
      return trust.authority === null ? [] : [{ says: 'note', text: m.verify_revocation_unknown() }]
  }
}

/** Beside what was true at the time of signing. */
function today({ now }: CheckedSignature): Statement[] {
  switch (now) {
    case 'valid':
      return [{ says: 'note', text: m.verify_now_valid() }]
    case 'expired':
      return [{ says: 'note', text: m.verify_now_expired() }]
    case 'not_yet_valid':
      return [{ says: 'no', text: m.verify_now_not_yet() }]
    case 'revoked':
    case null:
      return []
  }
}

function level({ level: reached }: CheckedSignature): Statement[] {
  return reached === null ? [] : [{ says: 'note', text: levelText(reached) }]
}

function purpose({ purpose: found }: CheckedSignature): Statement[] {
  switch (found) {
    case null:
    case 'signing':
      return []
    case 'tls-server':
      return [{ says: 'no', text: m.verify_purpose_tls() }]
    case 'other':
    case 'no-signature':
      return [{ says: 'no', text: m.verify_purpose_other() }]
    case 'unreadable':
      return [{ says: 'unclear', text: m.verify_purpose_unreadable() }]
  }
}

function name({ onPaper, signerName }: CheckedSignature): Statement[] {
  if (!onPaper) return []
  const names = { certificate: signerName || m.verify_signer_unnamed(), paper: onPaper.name }
  return [
    onPaper.fits
      ? { says: 'yes', text: m.verify_name_fits(names) }
      : { says: 'no', text: m.verify_name_differs(names) },
  ]
}
