/** Images: what is taken, what stands for one in the text, and how large it is printed. */
import { imageSize } from 'image-size'
import { MEASURES } from './measures.ts'
import type { BodyNode } from './model.ts'

export const IMAGE_LIMITS = {
  megabytes: 5,
  /** Typst unpacks an image to set it: 25 million pixels are 100 MB. A sheet of A3 scanned at 300 dpi has 17 million. */
  megapixels: 25,
  /** Kept for one draft, those that were deleted from its text included: an older moment of the text may show them. */
  images: 60,
  totalMegabytes: 60,
} as const

/** Why a file is not taken; its sentence is `image_fault_<reason>`. */
export type ImageFault =
  /** Neither PNG nor JPEG, whatever its name says. */
  | 'type'
  /** More bytes than one image may have. */
  | 'size'
  /** More pixels than can be set. */
  | 'pixels'
  /** Damaged, or of a sort that the typesetter does not read. */
  | 'broken'
  /** The draft holds as many images as it may. */
  | 'full'

export type ImageType = 'png' | 'jpg'

export interface ImageFile {
  type: ImageType
  /** Pixels, as it is seen: a photo that lies on its side has been turned. */
  width: number
  height: number
}

/** What the first bytes of a file say. */
export function readImage(bytes: Uint8Array): ImageFile | { fault: ImageFault } {
  const type = imageType(bytes)
  if (!type) return { fault: 'type' }
  if (bytes.length > IMAGE_LIMITS.megabytes * 1024 * 1024) return { fault: 'size' }
  const size = sizeOf(bytes)
  if (!size || size.width < 1 || size.height < 1) return { fault: 'broken' }
  if (size.width * size.height > IMAGE_LIMITS.megapixels * 1_000_000) return { fault: 'pixels' }
  const isTurned = (size.orientation ?? 1) >= 5
  return { type, width: isTurned ? size.height : size.width, height: isTurned ? size.width : size.height }
}

/** How a photo is to be turned to stand upright, as its camera noted it (EXIF); 1 for not at all. */
export function orientationOf(bytes: Uint8Array): number {
  return sizeOf(bytes)?.orientation ?? 1
}

/** By the bytes that every PNG and every JPEG begins with. */
export function imageType(bytes: Uint8Array): ImageType | null {
  const starts = (...signature: number[]) => signature.every((byte, at) => bytes[at] === byte)
  if (starts(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'png'
  return starts(0xff, 0xd8, 0xff) ? 'jpg' : null
}

function sizeOf(bytes: Uint8Array) {
  const head = imageType(bytes) === 'jpg' ? headOf(bytes) : bytes
  try {
    return head && imageSize(head)
  } catch {
    return null
  }
}

/** The library passes over the first segment unseen. */
const JPEG_START = [0xff, 0xd8, 0xff, 0xe0, 0, 2]
const [BASELINE, PROGRESSIVE, SCAN, NOTES] = [0xc0, 0xc2, 0xda, 0xe1]
const EXIF = [0x45, 0x78, 0x69, 0x66]

/**
 * What of a JPEG says its size, and how a camera was held. The library would go through the rest as well, a microsecond for
 * each segment, and for each byte of what is none: seconds for a file that is made so. Null where no segments lead there.
 */
function headOf(jpeg: Uint8Array): Uint8Array | null {
  let notes: Uint8Array = new Uint8Array()
  for (let at = 2; at + 3 < jpeg.length;) {
    const marker = jpeg[at + 1] ?? 0
    if (jpeg[at] !== 0xff || marker === SCAN) return null
    if (marker === 0xff) {
      at++ // a fill byte
      continue
    }
    const end = at + 2 + ((jpeg[at + 2] ?? 0) << 8) + (jpeg[at + 3] ?? 0)
    if (end < at + 4 || end > jpeg.length) return null
    if (marker >= BASELINE && marker <= PROGRESSIVE)
      return Uint8Array.from([...JPEG_START, ...notes, ...jpeg.subarray(at, end)])
    if (marker === NOTES && EXIF.every((byte, nth) => jpeg[at + 4 + nth] === byte)) notes = jpeg.subarray(at, end)
    at = end
  }
  return null
}

const HASH = /^[0-9a-f]{64}$/
const { page } = MEASURES
/** Room for a line of text on a sheet that stands, and on one that lies across. */
export const TEXT_WIDTH_MM = page.widthMm - page.leftMm - page.rightMm
const WIDEST_MM = page.heightMm - page.leftMm - page.rightMm
export const sheetWidthMm = (isLandscape: boolean) => (isLandscape ? WIDEST_MM : TEXT_WIDTH_MM)
/** A line of caption below an image as high as the page still stands on that page. */
const CAPTION_MM = 15
/** Rows of headings that stand above a row on each page. */
const HEAD_ROWS_MM = 25
const NARROWEST_MM = 10
const MOST_PIXELS = 100_000

export interface ImageAttributes {
  /** SHA-256 of its bytes, hex; "" for none. */
  hash: string
  widthMm: number
  /** Pixels. */
  pixelWidth: number
  pixelHeight: number
  /** What is to be seen, for who cannot see it. */
  alt: string
}

/** Attributes from anywhere (an old text, a clipboard, another program) as what they must be. */
export function imageAttributes(given: Record<string, unknown>): ImageAttributes {
  const { hash, alt } = given
  return {
    hash: typeof hash === 'string' && HASH.test(hash) ? hash : '',
    widthMm: Math.round(within(given.widthMm, NARROWEST_MM, WIDEST_MM, TEXT_WIDTH_MM)),
    pixelWidth: Math.round(within(given.pixelWidth, 1, MOST_PIXELS, 4)),
    pixelHeight: Math.round(within(given.pixelHeight, 1, MOST_PIXELS, 3)),
    alt: typeof alt === 'string' ? alt : '',
  }
}

function within(value: unknown, least: number, most: number, otherwise: number): number {
  const number = typeof value === 'string' ? Number.parseFloat(value) : value
  if (typeof number !== 'number' || !Number.isFinite(number)) return otherwise
  return Math.min(Math.max(number, least), most)
}

/** Hashes of the images of a document, those in cells too, each once. */
export function imagesIn(body: BodyNode): string[] {
  return [...new Set(imageNodes(body).map(({ attrs }) => imageAttributes(attrs ?? {}).hash))]
}

function imageNodes({ content = [] }: BodyNode): BodyNode[] {
  return content.flatMap((child) => (child.type === 'image' ? [child] : imageNodes(child)))
}

const DOTS_PER_INCH = 96

/** How wide an image is at first: as large as on a screen, but no wider than the text and no higher than the page. */
export function firstWidthMm({ width, height }: Pick<ImageFile, 'width' | 'height'>): number {
  const natural = (width / DOTS_PER_INCH) * 25.4
  const { widthMm } = printedSize({ widthMm: Math.min(natural, TEXT_WIDTH_MM), ratio: height / width }, false)
  return Math.max(NARROWEST_MM, Math.round(widthMm))
}

/** As large as was asked for, as far as the sheet has room, and the cell it stands in. `ratio`: height by width. */
export function printedSize(
  { widthMm, ratio }: { widthMm: number; ratio: number },
  isLandscape: boolean,
  cellMm?: number,
): { widthMm: number; heightMm: number } {
  const room = cellMm ?? sheetWidthMm(isLandscape)
  const beside = CAPTION_MM + (cellMm === undefined ? 0 : HEAD_ROWS_MM)
  const high = (isLandscape ? page.widthMm : page.heightMm) - page.topMm - page.bottomMm - beside
  const width = Math.min(widthMm, room, high / ratio)
  return { widthMm: width, heightMm: width * ratio }
}
