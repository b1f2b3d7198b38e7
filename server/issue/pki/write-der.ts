/** DER as it is written (X.690): what is signed is put together byte by byte, from parts that stay as they came. */
import { elementAt, INTEGER, SET } from './der.ts'

/** Constructed and implicit, by its number: [0] is 0xa0. */
export const tagged = (number: number): number => 0xa0 + number

export const NULL = Buffer.from([0x05, 0x00])

/** An element around others, or around its bare value. */
export function element(tag: number, ...content: Uint8Array[]): Buffer {
  const length = content.reduce((sum, part) => sum + part.length, 0)
  return Buffer.concat([Buffer.from([tag, ...lengthBytes(length)]), ...content])
}

function lengthBytes(length: number): number[] {
  if (length < 0x80) return [length]
  const bytes: number[] = []
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256)
  return [0x80 + bytes.length, ...bytes]
}

/** Up to 127: versions. */
export const small = (value: number): Buffer => element(INTEGER, Buffer.of(value))

/** "1.2.840.113549.1.7.2" */
export function identifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...others] = dotted.split('.').map(Number)
  return element(0x06, Buffer.from([40 * first + second, ...others].flatMap(inSevens)))
}

function inSevens(value: number): number[] {
  const bytes = [value % 128]
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) bytes.unshift(128 + (rest % 128))
  return bytes
}

const WITHOUT_LENGTH = 0x80
const IS_CONSTRUCTED = 0x20

/** The same element in DER (X.690, 10 and 11): lengths said, and as short as can be; what is a set in its order. */
export const derOf = (ber: Uint8Array): Buffer => readBer(ber, 0).der

function readBer(ber: Uint8Array, at: number): { der: Buffer; end: number } {
  const [tag = 0, first] = [ber[at], ber[at + 1]]
  const isOpen = first === WITHOUT_LENGTH
  const { content, end } = isOpen ? { content: at + 2, end: ber.length } : elementAt(ber, at)
  if ((tag & IS_CONSTRUCTED) === 0) return { der: element(tag, ber.subarray(content, end)), end }
  const parts: Buffer[] = []
  let next = content
  while (next < end && !(isOpen && ber[next] === 0 && ber[next + 1] === 0)) {
    const part = readBer(ber, next)
    parts.push(part.der)
    next = part.end
  }
  if (tag === SET) parts.sort(Buffer.compare)
  return { der: element(tag, ...parts), end: isOpen ? next + 2 : end }
}
