/** A certificate as the library reads it, which takes its time for every part: none that was made to cost. Node's own reading is cheap. */
import type { X509Certificate } from 'node:crypto'
import * as pkijs from 'pkijs'
import { hasMoreParts } from './parts.ts'

/** Those of people and authorities have one to three kilobytes; a web site's with hundreds of names ten. */
const MOST_BYTES = 16 * 1024
const MOST_PARTS = 2_000

/** Whether a certificate is one that somebody would issue to a person or an authority. */
export const isOrdinary = (der: Uint8Array): boolean => der.length <= MOST_BYTES && !hasMoreParts(der, MOST_PARTS)

/** Throws for what the library does not take, and for what is too large. */
export function parse({ raw }: Pick<X509Certificate, 'raw'>): pkijs.Certificate {
  if (!isOrdinary(raw)) throw new RangeError('a certificate of too many parts')
  return pkijs.Certificate.fromBER(new Uint8Array(raw).buffer)
}
