/** What can be said about each signature of a PDF. */
import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { findChain, type TrustedAuthority } from './chain.ts'
import { checkSignature, checkTimestamp, type CheckedCms, type Stamp } from './cms.ts'
import { findSignatures, type FoundSignature } from './find.ts'
import { nameParts } from './names.ts'

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
  /** The bytes it is about are unchanged, and the signature fits them. */
  isIntact: boolean
  /** Nothing was added to the file after it. */
  coversWholeFile: boolean
  /**
   * What came after it: nothing; only what a later, intact signature vouches for; what only a broken one is about,
   * which is that signature's fault and said there; or something nobody signed.
   */
  addedLater: 'nothing' | 'signed' | 'broken' | 'unsigned'
  trust: {
    /** Whom we trust for it; null = an authority we do not know. */
    authority: string | null
    isEvaluation: boolean
    /** At the proven time, else the claimed one, else now. */
    wasCertificateValid: boolean
  }
  certificate: { issuer: string; serial: string; validFrom: Date; validTo: Date } | null
}

export interface PdfReport {
  signatures: SignatureReport[]
  /** Byte ranges that fit no signature: somebody has tampered with the file, or a program has written it badly. */
  malformed: number
}

/** The same in the raw, for this room's own checks. */
export interface InspectedSignature extends FoundSignature, CheckedCms {}

export interface Inspection {
  signatures: InspectedSignature[]
  malformed: number
}

/** Lets others have their turn between two signatures: each may cost a hash of the whole file. */
export async function inspect(pdf: Uint8Array): Promise<Inspection> {
  const { signatures, malformed } = findSignatures(pdf)
  const inspected: InspectedSignature[] = []
  for (const found of signatures) {
    const hash = (algorithm: string) =>
      createHash(algorithm)
        .update(pdf.subarray(0, found.gapStart))
        .update(pdf.subarray(found.gapEnd, found.end))
        .digest()
    const check = found.type === 'timestamp' ? checkTimestamp : checkSignature
    inspected.push({ ...found, ...check(found.cms, hash) })
    await setImmediate()
  }
  return { signatures: inspected, malformed }
}

/** `fileLength` in bytes; `now` stands in where a signature names no time. */
export function report(
  { signatures, malformed }: Inspection,
  fileLength: number,
  authorities: TrustedAuthority[],
  now: Date,
): PdfReport {
  const last = signatures.filter((one) => one.end === fileLength)
  const added = last.some((one) => one.isIntact) ? 'signed' : last.length > 0 ? 'broken' : 'unsigned'
  return { malformed, signatures: signatures.map((one) => describe(one, fileLength, added, authorities, now)) }
}

function describe(
  one: InspectedSignature,
  fileLength: number,
  added: 'signed' | 'broken' | 'unsigned',
  authorities: TrustedAuthority[],
  now: Date,
): SignatureReport {
  const { certificate } = one
  const provenTime = one.stamp && believedTime(one.stamp, authorities)
  const at = provenTime ?? one.claimedTime ?? now
  const chain = certificate && findChain(certificate, one.others, authorities, at)
  const subject = certificate ? nameParts(certificate.subject) : new Map<string, string>()
  const issuer = certificate ? nameParts(certificate.issuer) : subject
  const coversWholeFile = one.end === fileLength
  return {
    type: one.type,
    signerName: subject.get('CN') ?? '',
    organisation: subject.get('O') ?? '',
    title: subject.get('title') ?? '',
    claimedTime: one.claimedTime,
    provenTime,
    isIntact: one.isIntact,
    coversWholeFile,
    addedLater: coversWholeFile ? 'nothing' : added,
    trust: {
      authority: chain?.authority?.name ?? null,
      isEvaluation: chain?.authority?.isEvaluation ?? false,
      wasCertificateValid: chain?.isValidAt ?? false,
    },
    certificate: certificate && {
      issuer: issuer.get('CN') ?? issuer.get('O') ?? '',
      serial: certificate.serialNumber,
      validFrom: new Date(certificate.validFrom),
      validTo: new Date(certificate.validTo),
    },
  }
}

const TIME_STAMPING = '1.3.6.1.5.5.7.3.8'

/** Anybody can make a stamp: it counts when its certificate is meant for it and comes from somebody we trust. */
function believedTime({ time, certificate, others }: Stamp, authorities: TrustedAuthority[]): Date | null {
  const chain = findChain(certificate, others, authorities, time)
  return chain.authority && chain.isValidAt && certificate.keyUsage?.includes(TIME_STAMPING) ? time : null
}
