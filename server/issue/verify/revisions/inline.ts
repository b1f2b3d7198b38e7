/**
 * Where a picture ends that stands in a page's content itself (ISO 32000-2, 8.9.7). Readers find that in two ways: they
 * count its bytes, or look for the word "EI". What lies between the two ends is seen by some of them only.
 */
import { irregular } from './budget.ts'
import { isSpace, type Parser, Word } from './parse.ts'
import { type Dict, Name, nameOf, type PdfValue } from './values.ts'

const COLOURS = new Map(
  Object.entries({ G: 1, DeviceGray: 1, CalGray: 1, RGB: 3, DeviceRGB: 3, CalRGB: 3, CMYK: 4, DeviceCMYK: 4, I: 1 }),
)
const MOST_ENTRIES = 32
/** The word, also behind other letters. */
const ANY_END = /EI(?=[\0\t\n\f\r ]|$)/g

/** From behind "BI" to behind "EI". Answers whether its end is sure: else see `needNoOtherEnd`. */
export function passInlineImage(parser: Parser): { isSure: boolean } {
  const { at: start, length } = dataStart(parser)
  const { bytes } = parser
  if (length === null) {
    const end = endFrom(bytes, start, bytes.length)
    if (end === null) irregular('a picture without end')
    parser.at = end
    return { isSure: false }
  }
  const end = start + length
  if (end > bytes.length || endFrom(bytes, start, end) !== null) irregular('a picture with two ends')
  parser.at = end
  if (!parser.takes('EI')) irregular('a picture of another size')
  return { isSure: true }
}

/** Behind the first "EI" that stands by itself; null where there is none up to `limit`. */
function endFrom(bytes: Buffer, start: number, limit: number): number | null {
  for (let at = bytes.indexOf('EI', start); at >= 0 && at + 2 <= limit; at = bytes.indexOf('EI', at + 1)) {
    const isAlone = at + 2 === bytes.length || isSpace(bytes[at + 2]) || at + 2 === limit
    if (isSpace(bytes[at - 1]) && isAlone) return at + 2
  }
  return null
}

/**
 * Throws where behind a picture without a sure end there are more words "EI" than the ends of pictures that were
 * found: one of those left over may be its true end, and what follows it be no string but words on the page.
 */
export function needNoOtherEnd(content: Buffer, from: number, found: number): void {
  const words = Array.from(content.toString('latin1', from).matchAll(ANY_END)).length
  if (words !== found) irregular('a picture that may end elsewhere')
}

/** Where its data begins; how many bytes it has, null where it is packed or its colours are another's. */
function dataStart(parser: Parser): { at: number; length: number | null } {
  const entries: Dict = new Map()
  for (let count = 0; count <= MOST_ENTRIES; count++) {
    const key = parser.next()?.item
    if (key instanceof Word && key.word === 'ID') {
      if (!isSpace(parser.bytes[parser.at])) irregular('a picture without a beginning')
      return { at: parser.at + 1, length: lengthOf(entries) }
    }
    const value = parser.next()?.item
    if (!(key instanceof Name) || value === undefined || value instanceof Word) return irregular('a picture of no kind')
    if (entries.has(key.name)) irregular(`${key.name} twice in a picture`)
    entries.set(key.name, value)
  }
  return irregular('a picture of no kind')
}

function lengthOf(entries: Dict): number | null {
  const of = (short: string, long: string): PdfValue => entries.get(short) ?? entries.get(long) ?? null
  if (of('F', 'Filter') !== null) return null
  const [width, height] = [of('W', 'Width'), of('H', 'Height')]
  const isMask = of('IM', 'ImageMask') === true
  const space = of('CS', 'ColorSpace')
  const colours = isMask ? 1 : COLOURS.get(nameOf(Array.isArray(space) ? space[0] : space) ?? '')
  const bits = isMask ? 1 : of('BPC', 'BitsPerComponent')
  if (typeof width !== 'number' || typeof height !== 'number' || typeof bits !== 'number' || !colours) return null
  const length = Math.ceil((width * colours * bits) / 8) * height
  return Number.isSafeInteger(length) && length >= 0 ? length : irregular('a picture of an odd size')
}
