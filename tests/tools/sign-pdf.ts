/** A signature in one go, with a key at hand: what the house does over a request (server/issue/requests). */
import { createHash } from 'node:crypto'
import type { SigningKey } from '../../server/issue/pki/open.ts'
import { cmsOf, signedAttributes } from '../../server/issue/sign/cms.ts'
import type { FieldToAppend, FieldToSign, PreparedPdf } from '../../server/issue/sign/field.ts'
import { embedSignature, prepareSignature } from '../../server/issue/sign/sign.ts'

interface Means {
  append: (given: FieldToAppend) => Promise<PreparedPdf>
  /** Given the SHA-256 of the value, the token of a time stamp over it. */
  timestamp?: ((sha256: Uint8Array) => Promise<Uint8Array>) | undefined
}

export async function signPdf(pdf: Uint8Array, field: FieldToSign, key: SigningKey, { append, timestamp }: Means) {
  const prepared = await prepareSignature(pdf, field, key.certificate, { append, isStamped: timestamp !== undefined })
  const signature = await key.sign(prepared.attributes)
  const token = timestamp ? await timestamp(createHash('sha256').update(signature).digest()) : null
  return embedSignature(prepared, signature, key, token).bytes
}

/** DER of a CMS over this digest. */
export async function signDigest(digest: Uint8Array, key: SigningKey): Promise<Uint8Array> {
  const attributes = signedAttributes(digest, key.certificate)
  return cmsOf({ attributes, signature: await key.sign(attributes) }, key)
}
