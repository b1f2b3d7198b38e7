/**
 * The second half of an examination: whom to believe. Chains are judged by rule (pki/trust.ts), times by the stamps that are to be
 * believed, revocation by what the file itself holds; and from all that, how long each signature can be checked (its level,
 * ETSI EN 319 142-1). Nothing is asked of anybody.
 */
import type { X509Certificate } from 'node:crypto'
import { X509Certificate as Certificate } from 'node:crypto'
import { SIGNATURE_LEVELS, type SignatureLevel } from '../../../src/lib/vocabulary.ts'
import { isValid } from '../pki/chain.ts'
import { type Finding, readList, readOcsp } from '../pki/revocation.ts'
import { isForStamps, MOST_CLOCK_DIFFERENCE_MS, type Stamp } from '../pki/stamper.ts'
import { trustOf, type TrustResult } from '../pki/trust.ts'
import type { After } from './after.ts'
import { everStored, NO_STORE, type Store, storeOf } from './dss.ts'
import { dissect, type Dissection, type Examination, type Found, reportOf, type Trust, withSeals } from './examine.ts'
import type { SignatureReport } from './report.ts'

/** A certificate whose revocation the file says nothing of. */
export interface Missing {
  /** DER. */
  certificate: Uint8Array
  issuer: Uint8Array
}

/** What the archive has to do for a file. */
export interface Plan {
  /** The lowest of its signatures; null of a file without any. */
  level: SignatureLevel | null
  /** Every signature and stamp fits its bytes, and nothing came behind that may not. */
  isSound: boolean
  /** A signature has no proof of when it was made. */
  needsTime: boolean
  /** Every signature could be checked for long, and no stamp lies over what says so. */
  needsStamp: boolean
  missing: Missing[]
  /** Certificates on all the ways, and of the stamps', that the store does not hold yet. */
  certificates: Uint8Array[]
  /** A signature, or a stamp, of somebody who is not known here. */
  untrusted: string | null
  /** Until when the last stamp can be checked; null without one. */
  holdsUntil: Date | null
}

export async function assessPdf(pdf: Uint8Array, trust: Trust): Promise<Examination> {
  const dissection = dissect(pdf)
  const assessed = await new Assessment(dissection, trust).run()
  return { ...reportOf(dissection, assessed.reports), codes: dissection.codes() }
}

/** The signatures alone. */
export async function assessSignatures(pdf: Uint8Array, trust: Trust): Promise<SignatureReport[]> {
  return (await new Assessment(dissect(pdf), trust).run()).reports
}

export async function planOf(pdf: Uint8Array, trust: Trust): Promise<Plan> {
  return (await new Assessment(dissect(pdf), trust).run()).plan()
}

/** A stamp over the file that is to be believed. */
interface Believed {
  found: Found
  stamp: Stamp
  trust: TrustResult
}

interface Weighed {
  found: Found
  report: SignatureReport
  trust: TrustResult | null
  /** The chain of the stamp in the signature itself, where its time rests on that. */
  stampTrust: TrustResult | null
  proven: Date | null
}

class Assessment {
  /** By revision: the findings of its store. */
  private readonly stores = new Map<number, Store>()
  private readonly findings = new Map<string, Promise<Finding | null>>()
  private ever: Pick<Store, 'ocsps' | 'lists'> | null = null
  private stamps: Believed[] = []
  private weighed: Weighed[] = []
  private readonly last: number

  constructor(
    private readonly dissection: Dissection,
    private readonly given: Trust,
  ) {
    this.last = (dissection.file?.revisions.length ?? 0) - 1
  }

  async run(): Promise<{ reports: SignatureReport[]; plan: () => Promise<Plan> }> {
    const { found } = this.dissection
    this.stamps = await this.believedStamps()
    this.weighed = []
    for (const one of found) this.weighed.push(await this.weigh(one))
    const reports = this.weighed.map(({ report }) => report)
    const sealed = withSeals(this.dissection, reports)
    return { reports: sealed, plan: () => this.plan() }
  }

  private store(revision: number): Store {
    const { file } = this.dissection
    if (!file || revision < 0) return NO_STORE
    const known = this.stores.get(revision)
    if (known) return known
    let store = NO_STORE
    try {
      store = storeOf(file, revision)
    } catch {
      // A store that cannot be read holds nothing; that something is wrong with the file is told elsewhere.
    }
    this.stores.set(revision, store)
    return store
  }

  private everStored(): Pick<Store, 'ocsps' | 'lists'> {
    const { file } = this.dissection
    return (this.ever ??= file ? everStored(file) : NO_STORE)
  }

  /** Of the signature, and of the store: a chain may have been left out of the one because it is in the other. */
  private trustOf(certificate: X509Certificate, others: X509Certificate[], at: Date): Promise<TrustResult> {
    const stored = this.store(this.last).certificates.flatMap((der) => certificateOf(der) ?? [])
    return trustOf(certificate, [...others, ...stored], this.given.authorities, at)
  }

  /**
   * The last stamp must be good today; each of those before must have been when the next was made, which is what the next is for
   * (ETSI EN 319 102-1, 5.6.2.3). In the order of the file.
   */
  private async believedStamps(): Promise<Believed[]> {
    const believed: Believed[] = []
    let control = this.given.now
    for (const found of this.dissection.found.toReversed()) {
      const { integrity, stamp } = this.dissection.check(found)
      if (found.type !== 'timestamp' || integrity.state !== 'intact' || !stamp) continue
      const trust = await this.believe(stamp, control)
      if (!trust) continue
      believed.unshift({ found, stamp, trust })
      control = stamp.time
    }
    return believed
  }

  /** The chain of a stamp that is to be believed at that moment; null of any other. */
  private async believe(stamp: Stamp, control: Date): Promise<TrustResult | null> {
    const { certificate, others, time } = stamp
    if (!isForStamps(certificate) || time.getTime() > control.getTime() + MOST_CLOCK_DIFFERENCE_MS) return null
    const trust = await this.trustOf(certificate, others, time)
    if (!trust.authority || !trust.isValidAt) return null
    const isGoodThen = trust.path.every((one) => isValid(one, control))
    const revoked = await this.revokedOn(trust)
    return isGoodThen && !(revoked?.revokedAt && revoked.revokedAt <= control) ? trust : null
  }

  private async weigh(found: Found): Promise<Weighed> {
    const { check } = this.dissection
    const checked = check(found)
    const { certificate, others, stamp } = checked
    const report = this.dissection.describe(found, this.given)
    if (!certificate) return { found, report, trust: null, stampTrust: null, proven: null }
    if (found.type === 'timestamp') return this.weighStamp(found, report, certificate, others, stamp)
    const over = this.stamps.find((one) => one.found.end > found.end)
    const stampTrust = stamp && (await this.believe(stamp, over?.stamp.time ?? this.given.now))
    const own = stampTrust ? stamp.time : null
    const proven = own ?? over?.stamp.time ?? null
    const at = proven ?? found.claimedTime ?? this.given.now
    const trust = await this.trustOf(certificate, others, at)
    const revoked = await this.revokedOn(trust)
    const weighed = { found, report, trust, stampTrust, proven }
    const level = await this.levelOf(weighed, checked.integrity.state === 'intact')
    const current = standingNow(trust.path, revoked, this.given.now)
    return {
      ...weighed,
      report: {
        ...report,
        provenTime: proven,
        trust: {
          ...trustReport(trust),
          // Nobody can sign any more with what was revoked before.
          wasCertificateValid: trust.isValidAt && !(revoked?.revokedAt && revoked.revokedAt <= at),
        },
        level,
        revocation: revoked
          ? {
              state: 'revoked',
              at: revoked.revokedAt ?? revoked.asOf,
              isProvenBefore: proven !== null && !(revoked.revokedAt && revoked.revokedAt <= proven),
            }
          : await this.goodness(trust.path),
        now: current,
      },
    }
  }

  private async weighStamp(
    found: Found,
    report: SignatureReport,
    certificate: X509Certificate,
    others: X509Certificate[],
    stamp: Stamp | null,
  ): Promise<Weighed> {
    const believed = this.stamps.find((one) => one.found === found)
    const trust = believed?.trust ?? (await this.trustOf(certificate, others, stamp?.time ?? this.given.now))
    const revoked = await this.revokedOn(trust)
    return {
      ...{ found, trust, stampTrust: null, proven: believed?.stamp.time ?? null },
      report: {
        ...report,
        provenTime: believed?.stamp.time ?? null,
        trust: { ...trustReport(trust), wasCertificateValid: trust.isValidAt },
        revocation: revoked
          ? { state: 'revoked', at: revoked.revokedAt ?? revoked.asOf, isProvenBefore: believed !== undefined }
          : await this.goodness(trust.path),
        now: standingNow(trust.path, revoked, this.given.now),
      },
    }
  }

  private async levelOf(
    { found, trust, stampTrust, proven }: Weighed,
    isIntact: boolean,
  ): Promise<SignatureLevel | null> {
    if (!isIntact) return null
    if (!proven || !trust?.authority || !trust.isValidAt) return 'B-B'
    const chains = [{ trust, at: proven }, ...(stampTrust ? [{ trust: stampTrust, at: proven }] : [])]
    const isLong = (revision: number) => this.isCovered(chains, revision)
    const over = this.stamps.filter((one) => one.found.end > found.end)
    for (const { found: stamp } of over.toReversed()) {
      // What a stamp covers is the store as it was then; its own revision adds nothing to that.
      if (await isLong(this.revisionOf(stamp))) return 'B-LTA'
    }
    return (await isLong(this.last)) ? 'B-LT' : 'B-T'
  }

  private revisionOf({ end }: Found): number {
    const { file } = this.dissection
    return file?.revisions.find(({ eof }) => eof + 2 >= end)?.index ?? this.last
  }

  /** `at`: when each was used; an answer that was over before tells nothing of it. */
  private async isCovered(chains: { trust: TrustResult; at: Date }[], revision: number): Promise<boolean> {
    for (const { trust, at } of chains)
      for (const [i, certificate] of trust.path.entries()) {
        const issuer = trust.path[i + 1]
        if (issuer && !reaches(await this.finding(certificate, issuer, revision), at)) return false
      }
    return true
  }

  /** Of what the store of a revision holds about a certificate, the worst: one that says it is revoked counts. */
  private finding(
    certificate: X509Certificate,
    issuer: X509Certificate,
    revision: number | 'any',
  ): Promise<Finding | null> {
    const key = `${certificate.fingerprint256} ${issuer.fingerprint256} ${revision}`
    const known = this.findings.get(key)
    if (known) return known
    const store = revision === 'any' ? this.everStored() : this.store(revision)
    const found = readFinding(store, certificate, issuer)
    this.findings.set(key, found)
    return found
  }

  /** Of a certificate that nobody trusted vouches for, nothing is asked of the stores: all that the file has ever had. */
  private async revokedOn({ authority, path }: TrustResult): Promise<Finding | null> {
    for (const [i, certificate] of authority ? path.entries() : []) {
      const issuer = path[i + 1]
      const finding = issuer && (await this.finding(certificate, issuer, 'any'))
      if (finding?.state === 'revoked') return finding
    }
    return null
  }

  private async goodness([certificate, issuer]: X509Certificate[]): Promise<SignatureReport['revocation']> {
    const finding = certificate && issuer ? await this.finding(certificate, issuer, this.last) : null
    return finding ? { state: 'good', asOf: finding.asOf } : { state: 'unknown' }
  }

  private async plan(): Promise<Plan> {
    const signatures = this.weighed.filter(({ found }) => found.type === 'signature')
    // Where nobody is trusted for a certificate, nobody is asked what it names either.
    const chains = this.weighed.flatMap(({ found, trust, stampTrust, proven }) => {
      const at = proven ?? found.claimedTime ?? this.given.now
      return [trust, stampTrust].flatMap((one) => (one?.authority ? { path: one.path, at } : []))
    })
    const lastStamp = this.stamps.at(-1)
    const missing = new Map<string, Missing>()
    const stored = new Set(this.store(this.last).certificates.map((der) => der.toString('base64')))
    const certificates = new Map<string, Uint8Array>()
    for (const { path, at } of chains)
      for (const [i, certificate] of path.entries()) {
        const key = certificate.raw.toString('base64')
        if (!stored.has(key)) certificates.set(key, certificate.raw)
        const issuer = path[i + 1]
        if (issuer && !reaches(await this.finding(certificate, issuer, this.last), at))
          missing.set(certificate.fingerprint256, { certificate: certificate.raw, issuer: issuer.raw })
      }
    const levels = signatures.map(({ report }) => report.level ?? 'B-B')
    const unknown = this.weighed.find(({ trust }) => !trust?.authority)
    return {
      level: SIGNATURE_LEVELS.find((level) => levels.includes(level)) ?? null, // the lowest comes first
      isSound:
        this.dissection.malformed === 0 &&
        this.weighed.every(
          ({ report: { integrity, after } }) => integrity.state === 'intact' && WHOLE.has(after.state),
        ),
      needsTime: signatures.some(({ proven }) => !proven),
      needsStamp:
        levels.length > 0 && levels.every((level) => level === 'B-LT' || level === 'B-LTA') && levels.includes('B-LT'),
      missing: [...missing.values()],
      certificates: [...certificates.values()],
      untrusted: unknown?.report.signerName ?? null,
      holdsUntil: lastStamp ? endOf(lastStamp.trust.path) : null,
    }
  }
}

/** A seal lies over words now and then (Phụ lục I, II.8); what nobody can read, or what has changed, is another matter. */
const WHOLE = new Set<After['state']>(['nothing', 'data', 'allowed', 'covered'])

async function readFinding(
  { ocsps, lists }: Pick<Store, 'ocsps' | 'lists'>,
  certificate: X509Certificate,
  issuer: X509Certificate,
): Promise<Finding | null> {
  const about = { certificate, issuer, now: null }
  let good: Finding | null = null
  for (const der of ocsps) {
    const finding = await readOcsp(der, about)
    if (typeof finding === 'string') continue
    if (finding.state === 'revoked') return finding
    if (!good || finding.asOf > good.asOf) good = finding
  }
  for (const der of lists) {
    const finding = readList(der, about)
    if (typeof finding === 'string') continue
    if (finding.state === 'revoked') return finding
    if (!good || finding.asOf > good.asOf) good = finding
  }
  return good
}

/** Clocks of others, and times in whole seconds. */
const ALLOWANCE_MS = 5 * 60_000

/** Whether an answer is of that time: made after it, or still news then. One that somebody is revoked is always. */
function reaches(finding: Finding | null, at: Date): boolean {
  if (!finding) return false
  const end = Math.max(finding.asOf.getTime(), finding.until?.getTime() ?? 0)
  return finding.state === 'revoked' || end >= at.getTime() - ALLOWANCE_MS
}

/**
 * RSA below 3072 bits is no longer to be relied on from 2031 (NIST SP 800-57 part 1, table 4: 112 bits of strength); nothing of
 * what is checked here ends earlier.
 */
const SHORT_RSA_ENDS = new Date('2031-01-01T00:00:00Z')
const LONG_RSA_BITS = 3072

function endOf(path: X509Certificate[]): Date {
  const ends = path.flatMap((certificate) => {
    const bits = certificate.publicKey.asymmetricKeyDetails?.modulusLength
    return [new Date(certificate.validTo), ...(bits !== undefined && bits < LONG_RSA_BITS ? [SHORT_RSA_ENDS] : [])]
  })
  return new Date(Math.min(...ends.map((end) => end.getTime())))
}

function trustReport({ authority, fault }: TrustResult) {
  return { authority: authority?.name ?? null, isEvaluation: authority?.isEvaluation ?? false, fault }
}

function standingNow(path: X509Certificate[], revoked: Finding | null, now: Date): SignatureReport['now'] {
  if (revoked) return 'revoked'
  if (path.some((one) => new Date(one.validTo) < now)) return 'expired'
  return path.every((one) => isValid(one, now)) ? 'valid' : 'not_yet_valid'
}

function certificateOf(der: Buffer): X509Certificate | null {
  try {
    return new Certificate(der)
  } catch {
    return null
  }
}
