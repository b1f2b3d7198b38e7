/**
 * Opens a PKCS#12 file with its PIN. The PIN and the private key live in the answer only; nothing here stores, logs or
 * puts them into an error.
 */
import { randomBytes, verify, X509Certificate } from 'node:crypto'
import { P12Signer, SignerError } from '@libpdf/core'
import * as pkijs from 'pkijs'
import { AppError } from '../../../src/lib/errors.ts'
import { elementAt, elementsIn } from './der.ts'
import { hasMoreParts } from './parts.ts'

/** DER: the signer's, and those above it, the issuer's first. */
export interface Certificates {
  certificate: Uint8Array
  chain: Uint8Array[]
}

export interface SigningKey extends Certificates {
  /** PKCS#1 v1.5 or ECDSA (DER) over the SHA-256 of the data. */
  sign(data: Uint8Array): Promise<Uint8Array>
}

export interface OpenKey extends SigningKey {
  /** Spelt as the file was locked with it. */
  pin: string
}

/**
 * Throws `wrong_pin` when the PIN does not open the file and `bad_key` when the file cannot be used whatever the PIN.
 * Opening makes a test signature and checks it, so a key that opens is a key that signs.
 */
export async function openKey(pkcs12: Uint8Array, pin: string): Promise<OpenKey> {
  needMac(pkcs12)
  const { signer, spelt } = await openSpelt(pkcs12, pin)
  const test = randomBytes(32)
  const signature = await signer.sign(test, 'SHA-256')
  const all = [signer.certificate, ...signer.certificateChain]
  const certificate = all.find((der) => belongsToKey(der, test, signature))
  if (!certificate) throw new AppError('bad_key', { reason: 'no_certificate_for_key' })
  return {
    certificate,
    chain: orderChain(
      certificate,
      all.filter((der) => der !== certificate),
    ),
    pin: spelt,
    sign: (data) => signer.sign(data, 'SHA-256'),
  }
}

/** An accented PIN is one word to a person and two to a computer: files are locked with either. */
async function openSpelt(pkcs12: Uint8Array, pin: string): Promise<{ signer: P12Signer; spelt: string }> {
  const [first = pin, ...others] = new Set([pin.normalize('NFC'), pin.normalize('NFD')])
  try {
    return { signer: await open(pkcs12, first), spelt: first }
  } catch (failure) {
    const [second] = others
    const isPin = failure instanceof AppError && failure.code === 'wrong_pin'
    if (second === undefined || !isPin) throw failure
    return { signer: await open(pkcs12, second), spelt: second }
  }
}

/** Eight keys with their chains have fewer, laid open; of what is locked nothing is counted. */
const MOST_PARTS = 6000

/** What would hold the thread for long before a PIN is even tried. */
export const hasTooManyParts = (pkcs12: Uint8Array): boolean => hasMoreParts(pkcs12, MOST_PARTS, true)

/** Without a MAC (RFC 7292, 4) nothing tells a wrong PIN from a damaged file; the library calls its absence a wrong PIN. */
function needMac(pkcs12: Uint8Array): void {
  if (hasTooManyParts(pkcs12)) throw new AppError('bad_key', { reason: 'unreadable' })
  if (hasMacByItsLook(pkcs12)) return
  let file: pkijs.PFX
  try {
    file = pkijs.PFX.fromBER(new Uint8Array(pkcs12).buffer)
  } catch {
    throw new AppError('bad_key', { reason: 'unreadable' })
  }
  if (!file.macData) throw new AppError('bad_key', { reason: 'no_mac' })
}

/** PFX ::= SEQUENCE { version, authSafe, macData OPTIONAL }. Only what does not look so is read by the library, which takes milliseconds. */
function hasMacByItsLook(pkcs12: Uint8Array): boolean {
  try {
    return [...elementsIn(pkcs12, elementAt(pkcs12, 0))].length === 3
  } catch {
    return false
  }
}

/** The library tells a wrong password only by the words of its message. */
const PIN_DOES_NOT_FIT = /password|integrity|\bH?MAC\b/i

async function open(pkcs12: Uint8Array, pin: string): Promise<P12Signer> {
  try {
    return await P12Signer.create(pkcs12, pin)
  } catch (error) {
    const isPin = error instanceof SignerError && PIN_DOES_NOT_FIT.test(error.message)
    throw new AppError(isPin ? 'wrong_pin' : 'bad_key', isPin ? {} : { reason: 'unreadable' })
  }
}

/** A PKCS#12 file may list its certificates in any order; the signer's is the one whose key made the signature. */
function belongsToKey(der: Uint8Array, data: Uint8Array, signature: Uint8Array): boolean {
  try {
    return verify('sha256', data, new X509Certificate(der).publicKey, signature)
  } catch {
    return false // a certificate of another kind of key
  }
}

function orderChain(leaf: Uint8Array, others: Uint8Array[]): Uint8Array[] {
  const ordered: Uint8Array[] = []
  let current = new X509Certificate(leaf)
  for (const _ of others) {
    const issuer = others.find((der) => !ordered.includes(der) && current.checkIssued(new X509Certificate(der)))
    if (!issuer) break
    ordered.push(issuer)
    current = new X509Certificate(issuer)
  }
  return ordered
}
