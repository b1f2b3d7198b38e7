/**
 * Whose picture may lie over words beside a signature: only an agency's seal does so by rule. A seal is believed when
 * its certificate comes from an authority that vouches for real ones, and names an organisation and no person.
 */
import type { X509Certificate } from 'node:crypto'
import { nameParts } from '../pki/names.ts'
import { isSameName } from '../pki/same-name.ts'
import type { After } from './after.ts'
import type { SignatureReport } from './report.ts'

const OF_A_PERSON = ['SN', 'GN', 'title']

export function isSealOfAgency(
  { integrity, trust, purpose }: SignatureReport,
  certificate: X509Certificate | null,
): boolean {
  const isTrusted = trust.authority !== null && !trust.isEvaluation && trust.wasCertificateValid
  return (
    certificate !== null &&
    integrity.state === 'intact' &&
    purpose === 'signing' &&
    isTrusted &&
    isOfAgency(certificate)
  )
}

function isOfAgency(certificate: X509Certificate): boolean {
  const parts = nameParts(certificate.subject)
  const [name = '', organisation = '', unit = ''] = ['CN', 'O', 'OU'].map((key) => parts.get(key))
  if (OF_A_PERSON.some((key) => parts.has(key))) return false
  return [organisation, unit].some((one) => isSameName(name, one) || isSameName(one, name))
}

/** With every picture beside a signature that is no believed seal named as what it is: one over signed words. */
export function withSealsOnly(after: After, isSeal: (end: number) => boolean): After {
  if (after.state !== 'allowed' && after.state !== 'covered') return after
  const covers = after.covers.map((cover) =>
    cover.over === 'beside' && !isSeal(cover.end) ? { ...cover, over: 'words' as const } : cover,
  )
  return { state: covers.some(({ over }) => over === 'words') ? 'covered' : 'allowed', covers }
}
