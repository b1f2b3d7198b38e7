/**
 * Whether those on the way from a certificate to a trusted authority might issue it (RFC 5280, 6.1): asked of the chain
 * engine of `pkijs`, which knows basic constraints, key usage, name constraints and policies. What it leaves out is here: the
 * length of a path, critical extensions of the signer's own certificate, and signatures over SHA-1.
 */
import type { X509Certificate } from 'node:crypto'
import * as pkijs from 'pkijs'
import { type ChainResult, findChains, type TrustedAuthority } from './chain.ts'
import { parse } from './library.ts'
import { OID } from './oids.ts'

/** `path_length`: more authorities than one above allows. `weak`: signed over SHA-1 or less. `constraints`: anything else. */
export type PathFault = 'path_length' | 'constraints' | 'weak'

export interface TrustResult extends ChainResult {
  /** There is a way to a trusted authority, and somebody on it might not issue what they did. */
  fault: PathFault | null
}

/** The best way there is: trusted and valid at that time, else trusted, else with what is wrong about it. */
export async function trustOf(
  certificate: X509Certificate,
  others: X509Certificate[],
  authorities: TrustedAuthority[],
  at: Date,
): Promise<TrustResult> {
  const ways: TrustResult[] = []
  for (const chain of findChains(certificate, others, authorities, at)) {
    const fault = chain.authority && (await pathFault(chain.path))
    const way = { ...chain, authority: fault ? null : chain.authority, fault }
    if (way.authority && way.isValidAt) return way
    ways.push(way)
  }
  const [first] = ways
  if (!first) throw new Error('a certificate without any way')
  return ways.find(({ authority }) => authority) ?? first
}

/** Verdicts on paths do not change, and keys are looked at with every page. */
const known = new Map<string, PathFault | null>()
const MOST_KNOWN = 500

/** `path`: the signer's first, the trusted one last. Dates are another question. */
export async function pathFault(path: X509Certificate[]): Promise<PathFault | null> {
  const key = path.map(({ fingerprint256 }) => fingerprint256).join(' ')
  const verdict = known.get(key)
  if (verdict !== undefined) return verdict
  const fault = await judge(path)
  if (known.size >= MOST_KNOWN) known.clear()
  known.set(key, fault)
  return fault
}

async function judge(path: X509Certificate[]): Promise<PathFault | null> {
  let parsed: pkijs.Certificate[]
  try {
    parsed = path.map(parse)
  } catch {
    return 'constraints' // Node takes some certificates that the library does not
  }
  const [leaf, ...above] = parsed
  const root = above.at(-1)
  if (!leaf || !root) return null // the certificate itself is trusted
  // What the trusted one says of itself is not what it is trusted for.
  if (parsed.slice(0, -1).some(({ signatureAlgorithm }) => WEAK.has(signatureAlgorithm.algorithmId))) return 'weak'
  if (isTooLong(above)) return 'path_length'
  if (parsed.slice(0, -1).some(isOdd)) return 'constraints'
  // Dates are judged elsewhere, at another moment for each question; the signature is over the bytes as they came.
  for (const one of parsed) {
    one.notBefore.value = new Date(0)
    one.notAfter.value = new Date(8.64e15)
  }
  try {
    const { result } = await new pkijs.CertificateChainValidationEngine({
      trustedCerts: [root],
      certs: [...above.slice(0, -1), leaf], // the last is the one that is asked about
    }).verify()
    return result ? null : 'constraints'
  } catch {
    return 'constraints'
  }
}

/** With a rule that must be kept, and is not known (4.2): the engine takes whatever it can parse. */
function isOdd({ extensions }: pkijs.Certificate): boolean {
  return extensions?.some(({ critical, extnID }) => critical && !KNOWN_RULES.has(extnID)) ?? false
}

const KNOWN_RULES = new Set([
  ...[14, 15, 16, 17, 18, 19, 30, 31, 32, 33, 35, 36, 37, 46, 54].map((one) => `2.5.29.${one}`),
  '1.3.6.1.5.5.7.1.1', // where to ask about it
  '1.3.6.1.5.5.7.1.3', // statements of a qualified certificate
])

const WEAK = new Set<string>([
  OID.sha1WithRsa,
  '1.2.840.113549.1.1.2', // MD2, MD4, MD5 with RSA
  '1.2.840.113549.1.1.3',
  '1.2.840.113549.1.1.4',
  '1.2.840.10045.4.1', // SHA-1 with ECDSA, and with DSA
  '1.2.840.10040.4.3',
])

/** Below each authority as many others as it allows, not counting those that have issued themselves (6.1.4, l and m). */
function isTooLong(above: pkijs.Certificate[]): boolean {
  let below = 0
  for (const authority of above) {
    const most = pathLengthOf(authority)
    if (most !== null && below > most) return true
    if (!authority.issuer.isEqual(authority.subject)) below++
  }
  return false
}

function pathLengthOf({ extensions }: pkijs.Certificate): number | null {
  const constraints: unknown = extensions?.find(({ extnID }) => extnID === '2.5.29.19')?.parsedValue
  if (!(constraints instanceof pkijs.BasicConstraints)) return null
  // One that is no small number is none that could be kept to.
  const { pathLenConstraint } = constraints
  return pathLenConstraint === undefined ? null : typeof pathLenConstraint === 'number' ? pathLenConstraint : 0
}
