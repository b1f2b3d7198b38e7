/**
 * The parts of an image file that its pixels are drawn from. The others may unpack to gigabytes (zTXt, iCCP), move (APNG),
 * say where the photographer stood (EXIF), or turn black into white for those readers that follow them (profiles, gamma):
 * none of them has business in an official document, which must look alike on the page and on paper. Nothing is unpacked
 * here.
 */
import { imageType, orientationOf } from './image.ts'

/** The longest that each may be. All colour is sRGB: browsers follow gAMA and cHRM, Word and the PDF do not. */
const PNG_PARTS: Readonly<Record<string, number>> = {
  IHDR: 13,
  PLTE: 768,
  tRNS: 256,
  sRGB: 1,
  pHYs: 9,
  IDAT: Number.POSITIVE_INFINITY,
  IEND: 0,
}
const PNG_SIGNATURE_LENGTH = 8
/** Length, name and checksum of a chunk. */
const CHUNK_FRAME = 12

/** Pixels come in pieces of some kilobytes; files of millions of empty ones cost only whoever reads them. */
const MOST_PARTS = 20_000
/** Cameras and editors write some ten; each lets a decoder go over the whole picture again. */
const MOST_SCANS = 64
/** The file without what nobody sees, the same bytes when there is nothing of it; null for one that is damaged or hostile. */
export function bareImage(bytes: Uint8Array): Uint8Array | null {
  const type = imageType(bytes)
  const parts = type === 'png' ? pngParts(bytes) : type === 'jpg' ? jpegParts(bytes) : null
  if (!parts) return null
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  if (length === bytes.length && parts.every((part) => part.buffer === bytes.buffer)) return bytes
  const bare = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    bare.set(part, at)
    at += part.length
  }
  return bare
}

/** Chunks as they stand in the PNG specification, chapter 5; null unless they lead from IHDR to IEND. */
function pngParts(bytes: Uint8Array): Uint8Array[] | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const parts = [bytes.subarray(0, PNG_SIGNATURE_LENGTH)]
  const seen = new Set<string>()
  let count = 0
  for (let at = PNG_SIGNATURE_LENGTH; at + CHUNK_FRAME <= bytes.length;) {
    if (++count > MOST_PARTS) return null
    const length = view.getUint32(at)
    const name = String.fromCharCode(...bytes.subarray(at + 4, at + 8))
    const end = at + CHUNK_FRAME + length
    if (end > bytes.length || (seen.size === 0 && name !== 'IHDR')) return null
    const longest = PNG_PARTS[name]
    if (longest !== undefined && (name === 'IDAT' ? length > 0 : true)) {
      const isTwice = seen.has(name) && name !== 'IDAT'
      if (length > longest || isTwice) return null
      seen.add(name)
      parts.push(bytes.subarray(at, end))
    }
    if (name === 'IEND') return seen.has('IDAT') ? parts : null
    at = end
  }
  return null
}

const SOI_LENGTH = 2
const [APP0, APP14, COM] = [0xe0, 0xee, 0xfe]
const [EOI, SOS] = [0xd9, 0xda]

const isApplication = (marker: number) => marker >= APP0 && marker <= 0xef
/** Restart markers, and stuffed zeros: they stand within a scan. */
const isWithinScan = (byte: number | undefined) => byte === 0x00 || (byte !== undefined && byte >= 0xd0 && byte <= 0xd7)

/** Segments (ITU-T T.81, annex B); null where their lengths do not add up, or for scans without end. */
function jpegParts(bytes: Uint8Array): Uint8Array[] | null {
  const parts = [bytes.subarray(0, SOI_LENGTH), ...orientationParts(bytes)]
  let count = 0
  let scans = 0
  let frames = 0
  for (let at = SOI_LENGTH; at + 1 < bytes.length;) {
    if (bytes[at] !== 0xff) return null
    const marker = bytes[at + 1] ?? 0
    if (marker === 0xff) {
      at++ // a fill byte
      continue
    }
    if (marker === EOI) return [...parts, bytes.subarray(at, at + 2)]
    const length = ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0)
    const end = at + 2 + length
    if (length < 2 || end > bytes.length || ++count > MOST_PARTS) return null
    const segment = bytes.subarray(at, end)
    if (isFrame(marker) && ++frames > 1) return null // decoders do not agree which is meant
    if (marker === APP0 && says(segment, 'JFIF\0') && length === 16) parts.push(segment)
    else if (marker === APP14 && says(segment, 'Adobe')) parts.push(segment)
    else if (!isApplication(marker) && marker !== COM) parts.push(segment)
    at = end
    if (marker !== SOS) continue
    if (++scans > MOST_SCANS) return null
    const next = scanEnd(bytes, at)
    parts.push(bytes.subarray(at, next))
    at = next
  }
  return scans > 0 ? parts : null // cut off: whether enough is left, the typesetter tries
}

/** The segment that says how large the picture is and of what it is made (table B.1): DHT, JPG and DAC are none. */
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)

/**
 * Whether every reader takes the samples of a bare JPEG for the same colours: grey, or as JFIF has them. Of four inks, and
 * of what Adobe's mark or letters for numbers say to be RGB, some see the contrary.
 */
export function hasUsualColours(jpeg: Uint8Array): boolean {
  for (let at = SOI_LENGTH; at + 4 <= jpeg.length;) {
    const marker = jpeg[at + 1] ?? 0
    if (marker === 0xff) {
      at++ // a fill byte
      continue
    }
    const segment = jpeg.subarray(at, at + 2 + (((jpeg[at + 2] ?? 0) << 8) | (jpeg[at + 3] ?? 0)))
    if (marker === APP14 && segment[ADOBE_TRANSFORM] !== 1) return false
    if (isFrame(marker)) {
      const count = segment[FRAME_COUNT] ?? 0
      const ids = Array.from({ length: count }, (_, nth) => segment[FRAME_COUNT + 1 + 3 * nth])
      return count === 1 || (count === 3 && [0, 1].some((first) => ids.every((id, nth) => id === first + nth)))
    }
    at += segment.length
  }
  return false
}
/** Of the segment, its marker counted: where Adobe says how the colours are written, and how many parts they have. */
const [ADOBE_TRANSFORM, FRAME_COUNT] = [15, 9]

/** Byte by byte: to search for each 0xff takes a call, and a file may hold nothing else. */
function scanEnd(bytes: Uint8Array, start: number): number {
  for (let at = start; at < bytes.length; at++) if (bytes[at] === 0xff && !isWithinScan(bytes[at + 1])) return at
  return bytes.length
}

const says = (segment: Uint8Array, name: string) =>
  [...name].every((letter, at) => segment[4 + at] === letter.charCodeAt(0))

/** Of all that a camera notes only how the photo is to be turned, where it is (EXIF 2.3, tag 0x0112). */
function orientationParts(bytes: Uint8Array): Uint8Array[] {
  const orientation = orientationOf(bytes)
  if (orientation === 1) return []
  const exif = [0x45, 0x78, 0x69, 0x66, 0, 0]
  const tiff = [0x4d, 0x4d, 0, 0x2a, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0]
  return [Uint8Array.of(0xff, 0xe1, 0, 2 + exif.length + tiff.length, ...exif, ...tiff)]
}

/** Samples of a pixel, by the colour type of a PNG. */
const SAMPLES: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }

/** What the pixels of a bare PNG unpack to at most, with the filter of each row; null for a header that says nothing sensible. */
export function unpackedBytes(png: Uint8Array): number | null {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength)
  const [width, height] = [view.getUint32(16), view.getUint32(20)]
  const [depth = 0, colour = 0, , , interlace = 0] = png.subarray(24, 29)
  const samples = SAMPLES[colour]
  if (!samples || ![1, 2, 4, 8, 16].includes(depth)) return null
  const whole = (Math.ceil((width * samples * depth) / 8) + 1) * height
  // Interlaced, the same pixels stand in seven smaller pictures, with some bits and filters more.
  return interlace === 0 ? whole : whole + Math.ceil(whole / 4) + 15 * (width + height)
}

/** The packed pixels of a bare PNG. */
export function packedPixels(png: Uint8Array): Uint8Array[] {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength)
  const packed: Uint8Array[] = []
  for (let at = PNG_SIGNATURE_LENGTH; at + CHUNK_FRAME <= png.length;) {
    const length = view.getUint32(at)
    if (String.fromCharCode(...png.subarray(at + 4, at + 8)) === 'IDAT')
      packed.push(png.subarray(at + 8, at + 8 + length))
    at += CHUNK_FRAME + length
  }
  return packed
}
