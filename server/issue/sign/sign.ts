/**
 * Signs a PDF visibly as PAdES B-B, or B-T where a time-stamping authority is at hand. Earlier bytes are kept. In two steps:
 * what is to be signed is prepared and stays as it is, however long the answer takes; and only an answer that fits it, by
 * the certificate that it was prepared for, is put in.
 */
import { createHash, verify, X509Certificate } from 'node:crypto'
import type { Certificates } from '../pki/open.ts'
import { cmsOf, signedAttributes } from './cms.ts'
import type { FieldToAppend, FieldToSign, PreparedPdf } from './field.ts'

// A chain of three certificates makes a CMS of about 5 kB; authorities' tokens bring up to 10 kB of certificates more.
const RESERVE_BYTES = 12 * 1024
const RESERVE_WITH_TIMESTAMP_BYTES = 28 * 1024

export interface ToSign extends PreparedPdf {
  /** The very bytes that are signed: DER of the CMS's signed attributes. */
  attributes: Uint8Array
}

/** `append`: where the field is put into the file. `isStamped`: room is kept for a time stamp. */
export async function prepareSignature(
  pdf: Uint8Array,
  field: FieldToSign,
  certificate: Uint8Array,
  { append, isStamped }: { append: (given: FieldToAppend) => Promise<PreparedPdf>; isStamped: boolean },
): Promise<ToSign> {
  const reserve = isStamped ? RESERVE_WITH_TIMESTAMP_BYTES : RESERVE_BYTES
  const prepared = await append({ pdf, field, reserve })
  return { ...prepared, attributes: signedAttributes(digestOf(prepared), certificate) }
}

/** Whether this is the value of a signature over these attributes, made with the key of this certificate. */
export function isSignatureOf(certificate: Uint8Array, attributes: Uint8Array, signature: Uint8Array): boolean {
  try {
    return verify('sha256', attributes, new X509Certificate(certificate).publicKey, signature)
  } catch {
    return false // no signature at all, or one of another kind of key
  }
}

/**
 * The signed PDF; a token that leaves no room for itself is left out (`isStamped`). Throws when the prepared bytes are no longer
 * those whose digest was signed, when the signature is not of this certificate, or when it does not fit the place that was kept.
 */
export function embedSignature(
  prepared: ToSign,
  signature: Uint8Array,
  certificates: Certificates,
  token: Uint8Array | null = null,
): { bytes: Uint8Array; isStamped: boolean } {
  const { attributes, contentsLength } = prepared
  const expected = signedAttributes(digestOf(prepared), certificates.certificate)
  if (!Buffer.from(expected).equals(attributes)) throw new Error('what was to be signed has changed since')
  if (!isSignatureOf(certificates.certificate, attributes, signature))
    throw new Error('the signature is not of this certificate over these bytes')
  const stamped = token && cmsOf({ attributes, signature }, certificates, token)
  const isStamped = stamped !== null && stamped.length * 2 <= contentsLength
  const cms = isStamped ? stamped : cmsOf({ attributes, signature }, certificates)
  return { bytes: filled(prepared, cms), isStamped }
}

/** With the CMS, or a token, in the place that was kept for it; a copy, since what was prepared may be asked for again. */
export function filled({ bytes: prepared, contentsStart, contentsLength }: PreparedPdf, cms: Uint8Array): Uint8Array {
  if (cms.length * 2 > contentsLength)
    throw new Error(`the signature needs ${cms.length} bytes and has ${contentsLength / 2}`)
  const bytes = Buffer.from(prepared)
  bytes.write(Buffer.from(cms).toString('hex'), contentsStart, 'latin1')
  return bytes
}

/** SHA-256 of everything but the place of the signature, its brackets left out with it. */
export function digestOf({ bytes, contentsStart, contentsLength }: PreparedPdf): Uint8Array {
  return createHash('sha256')
    .update(bytes.subarray(0, contentsStart - 1))
    .update(bytes.subarray(contentsStart + contentsLength + 1))
    .digest()
}
