/**
 * Characters that nobody sees and no page of ours writes (letters.ts), in the strings of an update: the order of words
 * and digits may hang on them. Looked for in the bytes, of which nearly all are passed in a nanosecond.
 */
import { NEVER_WRITTEN } from '../../../src/lib/document/letters.ts'

/** First bytes of UTF-8 that an unseen character beyond ASCII may begin with (a test holds it to letters.ts). */
const FIRST = new Uint8Array(256)
for (const byte of [0xc2, 0xcd, 0xd8, 0xe1, 0xe2, 0xe3, 0xef, 0xf0, 0xf1, 0xf2, 0xf3, 0xf4]) FIRST[byte] = 1
/** Vietnamese letters begin with 0xE1 0xBA and 0xE1 0xBB; the unseen ones of that first byte lie below. */
const LAST_SECOND_OF_E1 = 0xa0

/**
 * Whether a string, as UTF-8, holds one beyond ASCII. Control characters of ASCII are told by update.ts, which reads
 * each byte anyhow.
 */
export function holdsUnseen(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const byte = bytes[at] ?? 0
    if (FIRST[byte] === 0) continue
    if (byte === 0xe1 && (bytes[at + 1] ?? 0xff) > LAST_SECOND_OF_E1) continue
    // Dashes and quotation marks, U+2010 to U+201F, stand in every text.
    if (byte === 0xe2 && bytes[at + 1] === 0x80 && ((bytes[at + 2] ?? 0) & 0xf0) === 0x90) continue
    if (isNever(codeAt(bytes, at, byte))) return true
  }
  return false
}

/** What is known by now of each character of the basic plane: 0 nothing, 1 it may stand in a text, 2 it may not. */
const KNOWN = new Uint8Array(0x10000)

/** A long text of «©» asks four million times. */
function isNever(code: number): boolean {
  const known = KNOWN[code]
  if (known) return known === 2
  const never = NEVER_WRITTEN.test(String.fromCodePoint(code))
  if (code < KNOWN.length) KNOWN[code] = never ? 2 : 1
  return never
}

/** The code point whose UTF-8 begins here. */
function codeAt(bytes: Uint8Array, at: number, first: number): number {
  const length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4
  let code = first & (0xff >> (length + 1))
  for (let i = 1; i < length; i++) code = code * 64 + ((bytes[at + i] ?? 0) & 0x3f)
  return code
}

/** Nested deeper than any value of a page: what may lie in there is not looked for. */
const MAX_DEPTH = 32

/** The same of a value that was JSON; a control character is one here too: JSON writes it with a backslash. */
export function isUnseenInside(value: unknown, depth = 0): boolean {
  if (typeof value === 'string') return NEVER_WRITTEN.test(value)
  if (typeof value !== 'object' || value === null) return false
  if (depth > MAX_DEPTH) return true
  return Object.entries(value).some(([key, inner]) => NEVER_WRITTEN.test(key) || isUnseenInside(inner, depth + 1))
}
