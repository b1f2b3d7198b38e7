/** ECDSA as tokens and services give it, r and s side by side, and as a CMS holds it (RFC 3279, 2.2.3): a sequence of two numbers. */
import { INTEGER, SEQUENCE } from './der.ts'
import { element } from './write-der.ts'

export function derOfRaw(raw: Uint8Array): Uint8Array {
  if (raw.length === 0 || raw.length % 2 !== 0 || raw.length > 132) throw new Error('no r and s of a known curve')
  const half = raw.length / 2
  return element(SEQUENCE, integer(raw.subarray(0, half)), integer(raw.subarray(half)))
}

/** Without leading zeros, but for one that keeps the number from being negative. */
function integer(bytes: Uint8Array): Buffer {
  const first = bytes.findIndex((byte) => byte !== 0)
  const digits = first < 0 ? Buffer.of(0) : bytes.subarray(first)
  return element(INTEGER, ...((digits[0] ?? 0) >= 0x80 ? [Buffer.of(0)] : []), digits)
}
