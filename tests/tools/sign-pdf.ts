/** A signature in one go, with a key at hand: what the house does over a request (server/issue/requests). */
import type { SigningKey } from '../../server/issue/pki/open.ts'
import { cmsOf, signedAttributes, type Timestamp } from '../../server/issue/sign/cms.ts'
import type { FieldToAppend, FieldToSign, PreparedPdf } from '../../server/issue/sign/field.ts'
import { embedSignature, prepareSignature } from '../../server/issue/sign/sign.ts'

interface Means {
  append: (given: FieldToAppend) => Promise<PreparedPdf>
  timestamp?: Timestamp | undefined
}

export async function signPdf(pdf: Uint8Array, field: FieldToSign, key: SigningKey, { append, timestamp }: Means) {
  const prepared = await prepareSignature(pdf, field, key.certificate, { append, isStamped: timestamp !== undefined })
  return embedSignature(prepared, await key.sign(prepared.attributes), key, timestamp)
}

/** DER of a CMS over this digest. */
export async function signDigest(digest: Uint8Array, key: SigningKey): Promise<Uint8Array> {
  const attributes = signedAttributes(digest, key.certificate)
  return cmsOf({ attributes, signature: await key.sign(attributes) }, key)
}
