/** What the keys at signing services have in common: whose certificate it is, and in which form their values come. */
import { X509Certificate } from 'node:crypto'
import { certificatesIn } from '../../pki/chain.ts'
import { derOfRaw } from '../../pki/ecdsa.ts'
import type { Certificates } from '../../pki/open.ts'
import type { KeyRow } from '../provider.ts'

export function certificatesOf({ certificatePem, chainPem }: KeyRow): Certificates {
  return {
    certificate: new X509Certificate(certificatePem).raw,
    chain: certificatesIn(chainPem).map(({ raw }) => raw),
  }
}

/** ECDSA may come as r and s side by side. */
export function asStands({ certificatePem }: KeyRow, value: Uint8Array): Uint8Array {
  const { asymmetricKeyType } = new X509Certificate(certificatePem).publicKey
  const isRaw = asymmetricKeyType === 'ec' && [64, 96, 132].includes(value.length)
  return isRaw ? derOfRaw(value) : value
}

/** A certificate that a service has of somebody, for the administrator to choose from. */
export interface RemoteKey {
  /** The service's own name for it. */
  serial: string
  /** DER. */
  certificate: Uint8Array
  /** DER, those above it. */
  chain: Uint8Array[]
  /** Of an agency, and not of a person, where the service says so. */
  isSeal: boolean
  isActive: boolean
}
