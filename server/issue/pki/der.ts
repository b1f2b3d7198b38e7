/**
 * Walks over DER without building it (X.690): a list of half a million revoked certificates is gone through in milliseconds,
 * where the ASN.1 library would make some objects of each.
 */

/** Tags of what everything is made of. */
export const INTEGER = 0x02
export const OCTET_STRING = 0x04
export const SEQUENCE = 0x30
export const SET = 0x31

export interface Element {
  tag: number
  /** Where it begins, its content begins, and it ends. */
  start: number
  content: number
  end: number
}

const MOST_LENGTH_BYTES = 4

/** Throws where there is none, or where it would end behind `limit`. */
export function elementAt(der: Uint8Array, at: number, limit = der.length): Element {
  const [tag, first] = [der[at], der[at + 1]]
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) throw new RangeError(`no element at ${at}`)
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f
  if (first === 0x80 || lengthBytes > MOST_LENGTH_BYTES) throw new RangeError(`no length at ${at}`)
  let length = first < 0x80 ? first : 0
  for (let i = 0; i < lengthBytes; i++) length = length * 256 + (der[at + 2 + i] ?? 0)
  const content = at + 2 + lengthBytes
  const end = content + length
  if (end > limit) throw new RangeError(`an element that ends behind ${limit}`)
  return { tag, start: at, content, end }
}

export function* elementsIn(der: Uint8Array, { content, end }: Element): Generator<Element> {
  for (let at = content; at < end;) {
    const element = elementAt(der, at, end)
    yield element
    at = element.end
  }
}

/** As it stands, with its tag and length. */
export const bytesAt = (der: Uint8Array, { start, end }: Element): Buffer => Buffer.from(der.subarray(start, end))

export const contentAt = (der: Uint8Array, { content, end }: Element): Buffer => Buffer.from(der.subarray(content, end))

/** UTCTime or GeneralizedTime as certificates have them (RFC 5280, 4.1.2.5); null for anything else. */
export function timeAt(der: Uint8Array, element: Element): Date | null {
  const text = contentAt(der, element).toString('latin1')
  const [, year = '', month, day, hour, minute, second] =
    /^(\d{2}|\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/.exec(text) ?? []
  if (!year || (element.tag !== 0x17 && element.tag !== 0x18)) return null
  const whole = year.length === 4 ? year : Number(year) >= 50 ? `19${year}` : `20${year}`
  const time = new Date(`${whole}-${month}-${day}T${hour}:${minute}:${second}Z`)
  return Number.isNaN(time.getTime()) ? null : time
}
