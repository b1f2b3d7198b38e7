/** The algorithms of signatures that are checked here, by their object identifiers (RFC 5754, 8017, 5758, 8419, 8702). */
import { createHash, type Hash } from 'node:crypto'
import { OID } from '../pki/oids.ts'

/** As Node names it. SHAKE256 is used with 512 bits, as RFC 8419 wants it for Ed448. */
export type Digest = 'sha1' | 'sha256' | 'sha384' | 'sha512' | 'sha3-256' | 'sha3-384' | 'sha3-512' | 'shake256'

/** Without SHA-1, which is known here only to tell what is no longer to be believed from what was changed. */
export const DIGESTS = new Map<string, Digest>([
  [OID.sha256, 'sha256'],
  [OID.sha384, 'sha384'],
  [OID.sha512, 'sha512'],
  ['2.16.840.1.101.3.4.2.8', 'sha3-256'],
  ['2.16.840.1.101.3.4.2.9', 'sha3-384'],
  ['2.16.840.1.101.3.4.2.10', 'sha3-512'],
  ['2.16.840.1.101.3.4.2.12', 'shake256'],
  ['2.16.840.1.101.3.4.2.18', 'shake256'], // with its length said
])

const SHAKE256_BYTES = 64

/** `shakeBytes`: how long a digest of SHAKE256 is, which may have any length. */
export function startHash(digest: Digest, shakeBytes = SHAKE256_BYTES): Hash {
  return digest === 'shake256' ? createHash(digest, { outputLength: shakeBytes }) : createHash(digest)
}

/** Goes on from where another has come; a copy forgets how long its digest was to be. */
export function copyHash(hash: Hash, digest: Digest): Hash {
  return digest === 'shake256' ? hash.copy({ outputLength: SHAKE256_BYTES }) : hash.copy()
}

export interface SignatureAlgorithm {
  /** The kinds of key that it goes with, as Node names them. */
  keys: string[]
  /** What it hashes with; `own`: as the signer's digest; `none`: it takes the message whole. */
  digest: Digest | 'own' | 'none'
  isPss?: true
}

const RSA = ['rsa']
const EC = ['ec']

export const SIGNATURES = new Map<string, SignatureAlgorithm>([
  [OID.rsaEncryption, { keys: RSA, digest: 'own' }],
  [OID.sha256WithRsa, { keys: RSA, digest: 'sha256' }],
  [OID.sha384WithRsa, { keys: RSA, digest: 'sha384' }],
  [OID.sha512WithRsa, { keys: RSA, digest: 'sha512' }],
  ['2.16.840.1.101.3.4.3.14', { keys: RSA, digest: 'sha3-256' }],
  ['2.16.840.1.101.3.4.3.15', { keys: RSA, digest: 'sha3-384' }],
  ['2.16.840.1.101.3.4.3.16', { keys: RSA, digest: 'sha3-512' }],
  [OID.rsaPss, { keys: ['rsa', 'rsa-pss'], digest: 'own', isPss: true }],
  ['1.2.840.10045.2.1', { keys: EC, digest: 'own' }],
  [OID.ecdsaWithSha256, { keys: EC, digest: 'sha256' }],
  [OID.ecdsaWithSha384, { keys: EC, digest: 'sha384' }],
  [OID.ecdsaWithSha512, { keys: EC, digest: 'sha512' }],
  ['2.16.840.1.101.3.4.3.10', { keys: EC, digest: 'sha3-256' }],
  ['2.16.840.1.101.3.4.3.11', { keys: EC, digest: 'sha3-384' }],
  ['2.16.840.1.101.3.4.3.12', { keys: EC, digest: 'sha3-512' }],
  ['1.3.101.112', { keys: ['ed25519'], digest: 'none' }],
  ['1.3.101.113', { keys: ['ed448'], digest: 'none' }],
])

/** Names of what is known and not checked: too weak, or not in Node. */
const NAMES = new Map([
  ['1.2.840.113549.2.5', 'MD5'],
  [OID.sha1, 'SHA-1'],
  [OID.sha1WithRsa, 'SHA-1'],
  ['1.2.840.10045.4.1', 'SHA-1'],
  ['2.16.840.1.101.3.4.2.4', 'SHA-224'],
  ['2.16.840.1.101.3.4.2.7', 'SHA3-224'],
  ['2.16.840.1.101.3.4.2.11', 'SHAKE128'],
  ['1.2.840.10040.4.3', 'DSA'],
  ['2.16.840.1.101.3.4.3.2', 'DSA'],
  ['1.2.643.7.1.1.2.2', 'GOST R 34.11-2012'],
  ['1.2.643.7.1.1.3.2', 'GOST R 34.10-2012'],
  ['1.2.156.10197.1.401', 'SM3'],
  ['1.2.156.10197.1.501', 'SM2'],
  ['2.16.840.1.101.3.4.3.17', 'ML-DSA-44'],
  ['2.16.840.1.101.3.4.3.18', 'ML-DSA-65'],
  ['2.16.840.1.101.3.4.3.19', 'ML-DSA-87'],
])

/** For people: a name where it has one, else the identifier itself. */
export function algorithmName(identifier: string): string {
  return NAMES.get(identifier) ?? identifier.slice(0, 64)
}
