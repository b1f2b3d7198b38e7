/** Whose certificate may make time stamps, and whether one is to be believed (RFC 3161, 2.3). */
import type { X509Certificate } from 'node:crypto'
import { OID } from './oids.ts'

export function isForStamps(certificate: X509Certificate): boolean {
  // So Node calls the extended key usage. The types leave out that it is absent without the extension.
  const purposes: string[] | undefined = certificate.keyUsage
  return purposes?.includes(OID.timeStamping) ?? false
}
