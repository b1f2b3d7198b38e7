/** Signs a PDF visibly as PAdES B-B, or B-T where a time-stamping authority is at hand. Earlier bytes are kept. */
import { createHash } from 'node:crypto'
import type { SigningKey } from '../pki/open.ts'
import { signDigest, type Timestamp } from './cms.ts'
import type { FieldToAppend, FieldToSign, PreparedPdf } from './field.ts'

// A chain of three certificates makes a CMS of about 5 kB; authorities' tokens bring up to 10 kB of certificates more.
const RESERVE_BYTES = 12 * 1024
const RESERVE_WITH_TIMESTAMP_BYTES = 28 * 1024

interface Means {
  /** Where the field is put into the file. */
  append: (given: FieldToAppend) => Promise<PreparedPdf>
  timestamp?: Timestamp | undefined
}

export async function signPdf(
  pdf: Uint8Array,
  field: FieldToSign,
  key: SigningKey,
  { append, timestamp }: Means,
): Promise<Uint8Array> {
  const reserve = timestamp ? RESERVE_WITH_TIMESTAMP_BYTES : RESERVE_BYTES
  const { bytes, contentsStart, contentsLength } = await append({ pdf, field, reserve })
  const digest = createHash('sha256')
    .update(bytes.subarray(0, contentsStart - 1))
    .update(bytes.subarray(contentsStart + contentsLength + 1))
    .digest()
  const cms = Buffer.from(await signDigest(digest, key, timestamp))
  if (cms.length > reserve) throw new Error(`the signature needs ${cms.length} bytes and has ${reserve}`)
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).write(cms.toString('hex'), contentsStart, 'latin1')
  return bytes
}
