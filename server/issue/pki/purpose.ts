/**
 * Whether a certificate was made to sign documents with. A key that opens a web site proves who runs a machine, never
 * who stands behind a text. Pure.
 */
import type { X509Certificate } from 'node:crypto'
import * as asn1js from 'asn1js'
import { parse } from './library.ts'

/**
 * `signing`: made for it, or for anything. `tls-server`: made for a web site. `other`: made for other machines' work (a
 * time stamp, a program's code, a sign-in …). `no-signature`: its key may not sign at all. `unreadable`: not to be told.
 */
export type CertificatePurpose = 'signing' | 'tls-server' | 'other' | 'no-signature' | 'unreadable'

const KEY_USAGE = '2.5.29.15'
// RFC 5280, 4.2.1.3: the first two bits of the first byte.
const DIGITAL_SIGNATURE = 0b1000_0000
const NON_REPUDIATION = 0b0100_0000

const SERVER_AUTH = new Set(['1.3.6.1.5.5.7.3.1', '1.3.6.1.4.1.311.10.3.3', '2.16.840.1.113730.4.1'])
const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2'
/** What is certainly for something else; a purpose that we do not know may well be a nation's own for documents. */
const NOT_FOR_DOCUMENTS = new Set([
  ...SERVER_AUTH,
  CLIENT_AUTH,
  '1.3.6.1.5.5.7.3.3', // code
  '1.3.6.1.5.5.7.3.5', // IPsec, three kinds
  '1.3.6.1.5.5.7.3.6',
  '1.3.6.1.5.5.7.3.7',
  '1.3.6.1.5.5.7.3.8', // time stamps
  '1.3.6.1.5.5.7.3.9', // answers about revocation
  '1.3.6.1.5.5.7.3.17', // IKE
  '1.3.6.1.4.1.311.20.2.2', // smart-card sign-in
  '1.3.6.1.5.2.3.4', // Kerberos, both ends
  '1.3.6.1.5.2.3.5',
])

/** What the extensions key usage and extended key usage say (RFC 5280, 4.2.1.3 and 4.2.1.12); absent ones allow all. */
export function purposeOf(certificate: X509Certificate): CertificatePurpose {
  const usage = readKeyUsage(certificate)
  if (usage === 'unreadable') return 'unreadable'
  if (usage !== null && (usage & (DIGITAL_SIGNATURE | NON_REPUDIATION)) === 0) return 'no-signature'
  // So Node calls the extended key usage. The types leave out that it is absent without the extension.
  const purposes: string[] | undefined = certificate.keyUsage
  if (!purposes) return 'signing'
  // No authority puts it into a person's or an agency's certificate, so whatever stands beside it makes up for nothing.
  if (purposes.some((purpose) => SERVER_AUTH.has(purpose))) return 'tls-server'
  if (purposes.some((purpose) => !NOT_FOR_DOCUMENTS.has(purpose))) return 'signing'
  // Some authorities give persons' certificates the sign-in purpose only; that their holders commit themselves is said.
  const commits = usage !== null && (usage & NON_REPUDIATION) !== 0
  return commits && purposes.includes(CLIENT_AUTH) ? 'signing' : 'other'
}

/** The first byte of the extension; null without it. */
function readKeyUsage(certificate: X509Certificate): number | null | 'unreadable' {
  try {
    const { extensions } = parse(certificate)
    const extension = extensions?.find(({ extnID }) => extnID === KEY_USAGE)
    if (!extension) return null
    const { result } = asn1js.fromBER(new Uint8Array(extension.extnValue.valueBlock.valueHexView).buffer)
    return result instanceof asn1js.BitString ? (result.valueBlock.valueHexView[0] ?? 0) : 'unreadable'
  } catch {
    return 'unreadable' // Node takes some certificates that the ASN.1 library does not
  }
}
