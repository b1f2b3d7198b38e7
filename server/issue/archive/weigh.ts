/** An answer about revocation, weighed in a process of its own: lists have megabytes. */
import { X509Certificate } from 'node:crypto'
import { type Finding, type NoFinding, readList, readOcsp } from '../pki/revocation.ts'

export interface Answered {
  kind: 'ocsp' | 'list'
  bytes: Uint8Array
  /** DER. */
  certificate: Uint8Array
  issuer: Uint8Array
  now: Date
  /** As it was sent with an OCSP request. */
  nonce?: Uint8Array
}

export async function weighAnswer({
  kind,
  bytes,
  certificate,
  issuer,
  now,
  nonce,
}: Answered): Promise<Finding | NoFinding> {
  const about = { certificate: new X509Certificate(certificate), issuer: new X509Certificate(issuer), now, nonce }
  return kind === 'ocsp' ? readOcsp(bytes, about) : readList(bytes, about)
}
