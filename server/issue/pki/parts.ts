/**
 * How many parts a DER or BER structure has, counted without building them: the libraries take their time for every
 * part, and a file of some kilobytes can have tens of thousands.
 */
import { OCTET_STRING, SEQUENCE } from './der.ts'

/** Reading a time takes the library as long as reading so many other parts. */
const WEIGHT_OF_A_TIME = 20
const TIMES = new Set([0x17, 0x18])

/** `intoStrings`: also the parts of what is wrapped in strings of bytes, as in PKCS#12. Stops at the first too many. */
export function hasMoreParts(der: Uint8Array, most: number, intoStrings = false): boolean {
  let parts = 0
  for (let at = 0; at < der.length && parts <= most; parts++) {
    const tag = der[at] ?? 0
    if (tag === 0 && parts > 0 && der[at + 1] === 0) {
      at += 2 // the end of what had no length, or the zeros that fill the reserved place
      if (der[at] === 0 && der[at + 2] === 0) return false
      continue
    }
    at += (tag & 0x1f) === 0x1f ? tagEnd(der, at) : 1
    const first = der[at] ?? 0
    const lengthBytes = first > 0x80 ? first & 0x7f : 0
    let length = first < 0x80 ? first : 0
    for (let i = 1; i <= lengthBytes; i++) length = length * 256 + (der[at + i] ?? 0)
    at += 1 + lengthBytes
    if (TIMES.has(tag)) parts += WEIGHT_OF_A_TIME
    const isConstructed = (tag & 0x20) !== 0
    const isWrapping = intoStrings && tag === OCTET_STRING && der[at] === SEQUENCE
    if (!isConstructed && !isWrapping) at += length
  }
  return parts > most
}

function tagEnd(der: Uint8Array, at: number): number {
  let length = 1
  while (length < 6 && ((der[at + length] ?? 0) & 0x80) !== 0) length++
  return length + 1
}
