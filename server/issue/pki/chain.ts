/** From a certificate up to an authority that this house trusts: who issued whom. Whether they might is told in trust.ts. */
import { X509Certificate } from 'node:crypto'

export interface TrustedAuthority {
  name: string
  certificatePem: string
  isEvaluation: boolean
}

export interface ChainResult {
  /** The trusted authority at the end; null = nobody we trust. */
  authority: { name: string; isEvaluation: boolean } | null
  /** The certificates on the way, the signer's first, the authority's last. */
  path: X509Certificate[]
  /** Every certificate on the path was valid at the time asked about. */
  isValidAt: boolean
}

const LONGEST_CHAIN = 6
/** An authority that has renewed its key, or has certificates of two others, leads to two or three. */
const MOST_CHAINS = 4
/** Signatures of certificates that are tried for one answer: a bundle made to cost has no end of ways. */
const MOST_TRIES = 80

/** The first way that was valid at that time, else the first. */
export function findChain(
  certificate: X509Certificate,
  others: X509Certificate[],
  authorities: TrustedAuthority[],
  at: Date,
): ChainResult {
  const [first, ...more] = findChains(certificate, others, authorities, at)
  return [first, ...more].find((one) => one?.isValidAt) ?? first
}

/** At least one, which may lead to nobody. */
export function findChains(
  certificate: X509Certificate,
  others: X509Certificate[],
  authorities: TrustedAuthority[],
  at: Date,
): [ChainResult, ...ChainResult[]] {
  const anchors = authorities.map((authority) => ({ authority, root: new X509Certificate(authority.certificatePem) }))
  const found: ChainResult[] = []
  let longest: X509Certificate[] = [certificate]
  let tries = MOST_TRIES
  const issues = (issuer: X509Certificate, one: X509Certificate) =>
    issuer.ca && one.checkIssued(issuer) && tries-- > 0 && isSignedBy(one, issuer)
  const result = (path: X509Certificate[], authority: ChainResult['authority']) => ({
    ...{ authority, path },
    isValidAt: path.every((one) => isValid(one, at)),
  })
  const walk = (path: X509Certificate[], current: X509Certificate): void => {
    if (path.length > longest.length) longest = path
    for (const { authority, root } of anchors) {
      const isRoot = root.fingerprint256 === current.fingerprint256
      if (found.length >= MOST_CHAINS || (!isRoot && !issues(root, current))) continue
      const { name, isEvaluation } = authority
      found.push(result(isRoot ? path : [...path, root], { name, isEvaluation }))
      if (isRoot) return
    }
    if (path.length >= LONGEST_CHAIN) return
    for (const issuer of others) {
      if (found.length >= MOST_CHAINS || tries <= 0) return
      const isNew = path.every(({ fingerprint256 }) => fingerprint256 !== issuer.fingerprint256)
      if (isNew && issues(issuer, current)) walk([...path, issuer], issuer)
    }
  }
  walk([certificate], certificate)
  const [first = result(longest, null), ...more] = found
  return [first, ...more]
}

function isSignedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  try {
    return certificate.verify(issuer.publicKey)
  } catch {
    return false // a key that OpenSSL does not know vouches for nobody here
  }
}

export function isValid(certificate: X509Certificate, at: Date): boolean {
  return new Date(certificate.validFrom) <= at && at <= new Date(certificate.validTo)
}

/** The certificates in a text of PEM blocks. */
export function certificatesIn(pem: string): X509Certificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? []
  return blocks.map((block) => new X509Certificate(block))
}
