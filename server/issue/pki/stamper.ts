/** Time stamps (RFC 3161): whose certificate may make them, and what is known of one. */
import type { X509Certificate } from 'node:crypto'
import { OID } from './oids.ts'

/** A stamp that fits what it is about; whether its authority is to be believed is another question. */
export interface Stamp {
  time: Date
  certificate: X509Certificate
  others: X509Certificate[]
}

/** What a token is, beside what it is to be about: `weak` where its algorithms are, `broken` where it does not fit. */
export type CheckToken = (token: Uint8Array, sha256: Uint8Array) => Stamp | 'weak' | 'broken'

/** A claimed time of signing that the stamp contradicts is worse than none; and other clocks are not quite ours. */
export const MOST_CLOCK_DIFFERENCE_MS = 5 * 60_000

export function isForStamps(certificate: X509Certificate): boolean {
  // So Node calls the extended key usage. The types leave out that it is absent without the extension.
  const purposes: string[] | undefined = certificate.keyUsage
  return purposes?.includes(OID.timeStamping) ?? false
}
