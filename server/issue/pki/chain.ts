/** From a certificate up to an authority that this house trusts (RFC 5280, without revocation lists). */
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

export function findChain(
  certificate: X509Certificate,
  others: X509Certificate[],
  authorities: TrustedAuthority[],
  at: Date,
): ChainResult {
  const anchors = authorities.map((authority) => ({ authority, root: new X509Certificate(authority.certificatePem) }))
  const path = [certificate]
  while (path.length <= LONGEST_CHAIN) {
    const current = path[path.length - 1] ?? certificate
    const anchor = anchors.find(({ root }) => isIssuer(root, current) || root.fingerprint256 === current.fingerprint256)
    if (anchor) {
      if (anchor.root.fingerprint256 !== current.fingerprint256) path.push(anchor.root)
      const { name, isEvaluation } = anchor.authority
      return { authority: { name, isEvaluation }, path, isValidAt: path.every((one) => isValid(one, at)) }
    }
    const issuer = others.find((one) => !path.includes(one) && isIssuer(one, current))
    if (!issuer) break
    path.push(issuer)
  }
  return { authority: null, path, isValidAt: path.every((one) => isValid(one, at)) }
}

function isIssuer(issuer: X509Certificate, certificate: X509Certificate): boolean {
  try {
    return issuer.ca && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey)
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
