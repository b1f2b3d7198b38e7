/** What can be said about one signature of a PDF. */
import type { X509Certificate } from 'node:crypto'
import { findChain, type TrustedAuthority } from '../pki/chain.ts'
import { nameParts, shownName } from '../pki/names.ts'
import { type CertificatePurpose, purposeOf } from '../pki/purpose.ts'
import type { After } from './after.ts'
import type { Integrity, Stamp } from './cms.ts'
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
    /** At the proven time, else the claimed one, else now. */
    wasCertificateValid: boolean
  }
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
      wasCertificateValid: chain?.isValidAt ?? false,
    },
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

const TIME_STAMPING = '1.3.6.1.5.5.7.3.8'

/** A certificate for time stamps is made for just that where it is used for one. */
function purposeFor(type: SignatureReport['type'], certificate: X509Certificate): CertificatePurpose {
  return type === 'timestamp' && isForStamps(certificate) ? 'signing' : purposeOf(certificate)
}

function isForStamps(certificate: X509Certificate): boolean {
  // So Node calls the extended key usage. The types leave out that it is absent without the extension.
  const purposes: string[] | undefined = certificate.keyUsage
  return purposes?.includes(TIME_STAMPING) ?? false
}

/** Anybody can make a stamp: it counts when its certificate is meant for it and comes from somebody we trust. */
function believedTime({ time, certificate, others }: Stamp, authorities: TrustedAuthority[]): Date | null {
  const chain = findChain(certificate, others, authorities, time)
  return chain.authority && chain.isValidAt && isForStamps(certificate) ? time : null
}
