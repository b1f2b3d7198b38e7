/** What can be said about one signature of a PDF. */
import type { X509Certificate } from 'node:crypto'
import type { SignatureLevel } from '../../../src/lib/vocabulary.ts'
import { findChain, type TrustedAuthority } from '../pki/chain.ts'
import { nameParts, shownName } from '../pki/names.ts'
import { type CertificatePurpose, purposeOf } from '../pki/purpose.ts'
import { isForStamps, type Stamp } from '../pki/stamper.ts'
import type { PathFault } from '../pki/trust.ts'
import type { After } from './after.ts'
import type { Integrity } from './cms.ts'
import type { InspectedSignature } from './inspect.ts'

export interface SignatureReport {
  type: 'signature' | 'timestamp'
  /** Common name and organisation from the certificate; empty when the signature carries none. */
  signerName: string
  organisation: string
  title: string
  /** What the signer's clock said. */
  claimedTime: Date | null
  /** What a time-stamping authority said that we trust. */
  provenTime: Date | null
  /** Whether the bytes it is about are those that were signed. */
  integrity: Integrity
  /** What came into the file after it. */
  after: After
  /** What was signed is the file up to here: bytes from its beginning. */
  end: number
  trust: {
    /** Whom we trust for it; null = an authority we do not know. */
    authority: string | null
    isEvaluation: boolean
    /** Somebody on the way to whom we trust might not issue what they did: nobody is trusted for it then. */
    fault: PathFault | null
    /** At the proven time, else the claimed one, else now; also not revoked by then. */
    wasCertificateValid: boolean
  }
  /** How long it can be checked; null of a stamp, and of one that does not fit its bytes. */
  level: SignatureLevel | null
  /** What is known of the revocation of any certificate on the way; `isProvenBefore`: the signature was there earlier. */
  revocation:
    { state: 'unknown' } | { state: 'good'; asOf: Date } | { state: 'revoked'; at: Date; isProvenBefore: boolean }
  /** Of the certificates on the way, today; null without any. */
  now: 'valid' | 'expired' | 'not_yet_valid' | 'revoked' | null
  /** Null without a certificate. */
  purpose: CertificatePurpose | null
  certificate: { issuer: string; serial: string; validFrom: Date; validTo: Date } | null
}

export function describe(
  one: InspectedSignature,
  after: After,
  { authorities, now }: { authorities: TrustedAuthority[]; now: Date },
): SignatureReport {
  const { certificate } = one
  const provenTime = one.stamp && believedTime(one.stamp, authorities)
  const at = provenTime ?? one.claimedTime ?? now
  const chain = certificate && findChain(certificate, one.others, authorities, at)
  const subject = certificate ? nameParts(certificate.subject) : new Map<string, string>()
  const part = (key: string) => shownName(subject.get(key) ?? '')
  return {
    ...{ type: one.type, integrity: one.integrity, after, end: one.end },
    signerName: part('CN'),
    organisation: part('O'),
    title: part('title'),
    claimedTime: one.claimedTime,
    provenTime,
    trust: {
      authority: chain?.authority?.name ?? null,
      isEvaluation: chain?.authority?.isEvaluation ?? false,
      fault: null,
      wasCertificateValid: chain?.isValidAt ?? false,
    },
    ...{ level: null, revocation: { state: 'unknown' as const }, now: null },
    purpose: certificate && purposeFor(one.type, certificate),
    certificate: certificate && summary(certificate),
  }
}

function summary(certificate: X509Certificate): SignatureReport['certificate'] {
  const issuer = nameParts(certificate.issuer)
  const [validFrom, validTo] = [new Date(certificate.validFrom), new Date(certificate.validTo)]
  if (Number.isNaN(validFrom.getTime()) || Number.isNaN(validTo.getTime())) return null
  return {
    issuer: shownName(issuer.get('CN') ?? issuer.get('O') ?? ''),
    serial: certificate.serialNumber,
    ...{ validFrom, validTo },
  }
}

/** A certificate for time stamps is made for just that where it is used for one. */
function purposeFor(type: SignatureReport['type'], certificate: X509Certificate): CertificatePurpose {
  return type === 'timestamp' && isForStamps(certificate) ? 'signing' : purposeOf(certificate)
}

/** Anybody can make a stamp: it counts when its certificate is meant for it and comes from somebody we trust. */
function believedTime({ time, certificate, others }: Stamp, authorities: TrustedAuthority[]): Date | null {
  const chain = findChain(certificate, others, authorities, time)
  return chain.authority && chain.isValidAt && isForStamps(certificate) ? time : null
}
