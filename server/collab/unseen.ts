/**
 * Whether an update brings characters that nobody sees and no page of ours writes (letters.ts), and the order of words
 * and digits may hang on it. A look at the bytes, a nanosecond each, says of nearly every update that it brings none;
 * only one that might is read as what it is.
 */
import * as Y from 'yjs'
import { NEVER_WRITTEN } from '../../src/lib/document/letters.ts'

/** Nested deeper than any value of a page; `parseUpdate` has bounded it already. */
const MAX_DEPTH = 32

/** The update must have passed `parseUpdate`. */
export function bringsUnseen(update: Uint8Array): boolean {
  return mayHoldUnseen(update) && Y.decodeUpdate(update).structs.some(holdsUnseen)
}

/** First bytes of UTF-8 that an unseen character beyond ASCII may begin with (a test holds it to letters.ts). */
const FIRST = new Uint8Array(256)
for (const byte of [0xc2, 0xcd, 0xd8, 0xe1, 0xe2, 0xe3, 0xef, 0xf0, 0xf1, 0xf2, 0xf3, 0xf4]) FIRST[byte] = 1
/** Vietnamese letters begin with 0xE1 0xBA and 0xE1 0xBB; the unseen ones of that first byte lie below. */
const LAST_SECOND_OF_E1 = 0xa0
const BACKSLASH = 0x5c
const LOWER_U = 0x75

/**
 * False: there is none. True: some bytes look like one; they may be a number. Of the control characters only those from
 * U+0080 on are looked for: the bytes of the others are numbers everywhere (see `Update.holdsControl`).
 */
export function mayHoldUnseen(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0
    if (byte === BACKSLASH && bytes[at + 1] === LOWER_U) return true // "\u202e" in a value that is JSON
    if (FIRST[byte] === 0) continue
    if (byte === 0xe1 && (bytes[at + 1] ?? 0xff) > LAST_SECOND_OF_E1) continue
    // Dashes and quotation marks, U+2010 to U+201F, stand in every text.
    if (byte === 0xe2 && bytes[at + 1] === 0x80 && ((bytes[at + 2] ?? 0) & 0xf0) === 0x90) continue
    const code = codeAt(bytes, at, byte)
    if (code !== null && NEVER_WRITTEN.test(String.fromCodePoint(code))) return true
  }
  return false
}

/** The character whose UTF-8 begins here; null where none does. */
function codeAt(bytes: Uint8Array, at: number, first: number): number | null {
  const length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4
  let code = first & (0xff >> (length + 1))
  for (let i = 1; i < length; i++) {
    const byte = bytes[at + i] ?? 0
    if ((byte & 0xc0) !== 0x80) return null
    code = code * 64 + (byte & 0x3f)
  }
  return code > 0x10ffff ? null : code
}

type Struct = ReturnType<typeof Y.decodeUpdate>['structs'][number]

function holdsUnseen(struct: Struct): boolean {
  if (!(struct instanceof Y.Item)) return false
  const { content, parentSub } = struct
  if (parentSub !== null && NEVER_WRITTEN.test(parentSub)) return true
  if (content instanceof Y.ContentString) return NEVER_WRITTEN.test(content.str)
  if (content instanceof Y.ContentAny || content instanceof Y.ContentJSON) return isIn(content.arr, 0)
  if (content instanceof Y.ContentEmbed) return isIn(content.embed, 0)
  if (content instanceof Y.ContentFormat) return NEVER_WRITTEN.test(content.key) || isIn(content.value, 0)
  return false
}

function isIn(value: unknown, depth: number): boolean {
  if (typeof value === 'string') return NEVER_WRITTEN.test(value)
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return false
  return Object.entries(value).some(([key, inner]) => NEVER_WRITTEN.test(key) || isIn(inner, depth + 1))
}
