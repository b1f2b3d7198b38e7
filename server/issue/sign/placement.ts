/**
 * Where the two images stand (Decree 30/2020, appendix I, II.7.d and II.8): the signature centred between capacity
 * and name, the seal at its true size over about a third of the signature, on its left.
 */

/** PDF points, origin bottom left. */
export interface Rectangle {
  x: number
  y: number
  width: number
  height: number
}

const POINTS_PER_METRE = 72 / 0.0254
const SEAL_OVER_SIGNATURE = 1 / 3
/** For seal images that do not say how large they are: the seal of a People's Committee of a province, 36 mm. */
const USUAL_SEAL_POINTS = 0.036 * POINTS_PER_METRE

/** As large as fits, centred, never larger than the image's own size where it states one. */
export function placeSignature(box: Rectangle, png: Uint8Array): Rectangle {
  const image = readPng(png)
  const own = image.points ?? { width: Infinity, height: Infinity }
  const ratio = image.width / image.height
  const width = Math.min(box.width, box.height * ratio, own.width)
  const height = width / ratio
  return { x: box.x + (box.width - width) / 2, y: box.y + (box.height - height) / 2, width, height }
}

/** `signature` is where the personal signature's image stands. */
export function placeSeal(signature: Rectangle, png: Uint8Array): Rectangle {
  const image = readPng(png)
  const width = image.points?.width ?? USUAL_SEAL_POINTS
  const height = image.points?.height ?? (USUAL_SEAL_POINTS * image.height) / image.width
  return {
    x: signature.x + signature.width * SEAL_OVER_SIGNATURE - width,
    y: signature.y + (signature.height - height) / 2,
    width,
    height,
  }
}

/** In the upper right corner of the box, at the image's own size where it fits. */
export function placeAtTop(box: Rectangle, png: Uint8Array): Rectangle {
  const image = readPng(png)
  const own = image.points ?? { width: box.width, height: (box.width * image.height) / image.width }
  const scale = Math.min(1, box.width / own.width, box.height / own.height)
  const [width, height] = [own.width * scale, own.height * scale]
  return { x: box.x + box.width - width, y: box.y + box.height - height, width, height }
}

export interface PngFacts {
  /** Pixels. */
  width: number
  height: number
  /** Physical size from the pHYs chunk. */
  points: { width: number; height: number } | null
  hasAlpha: boolean
}

const PNG_MAGIC = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const COLOUR_TYPES_WITH_ALPHA = new Set([4, 6])

/** Reads what the header of a PNG says (PNG specification, 11.2.2 and 11.3.5.3). Throws on anything else. */
export function readPng(bytes: Uint8Array): PngFacts {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  if (!file.subarray(0, 8).equals(PNG_MAGIC) || file.toString('latin1', 12, 16) !== 'IHDR') throw new Error('not a PNG')
  const width = file.readUInt32BE(16)
  const height = file.readUInt32BE(20)
  if (width === 0 || height === 0) throw new Error('not a PNG')
  const facts: PngFacts = { width, height, points: null, hasAlpha: COLOUR_TYPES_WITH_ALPHA.has(file[25] ?? 0) }
  for (let at = 8; at + 12 <= file.length; at += 12 + file.readUInt32BE(at)) {
    const chunk = file.toString('latin1', at + 4, at + 8)
    if (chunk === 'tRNS') facts.hasAlpha = true
    if (chunk === 'IDAT') break
    if (chunk === 'pHYs' && at + 17 <= file.length && file[at + 16] === 1) {
      const [perMetreX, perMetreY] = [file.readUInt32BE(at + 8), file.readUInt32BE(at + 12)]
      if (perMetreX > 0 && perMetreY > 0)
        facts.points = {
          width: (width / perMetreX) * POINTS_PER_METRE,
          height: (height / perMetreY) * POINTS_PER_METRE,
        }
    }
  }
  return facts
}
