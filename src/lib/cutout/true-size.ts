/** How large a picture is on paper: what a file says of it, and how it is written into a PNG. */
import { imageSize } from 'image-size'
import { imageType } from '../document/image.ts'

const MM_PER_INCH = 25.4
/** Cameras and programs that know nothing write 72 or 96. */
const LEAST_SCANNED_DPI = 150
const MOST_SCANNED_DPI = 2400

/** Dots per inch of a scan, or null where the file does not say how large it is on paper. */
export function scannedDpi(bytes: Uint8Array): number | null {
  const dpi = imageType(bytes) === 'png' ? pngDpi(bytes) : jfifDpi(bytes)
  return dpi !== null && dpi >= LEAST_SCANNED_DPI && dpi <= MOST_SCANNED_DPI ? Math.round(dpi) : null
}

/** Dots per inch, from pHYs in dots per metre (PNG specification, 11.3.5.3). */
export function pngDpi(bytes: Uint8Array): number | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = 8; at + 21 <= bytes.length; at += 12 + view.getUint32(at)) {
    const name = String.fromCharCode(...bytes.subarray(at + 4, at + 8))
    if (name === 'IDAT') return null
    if (name === 'pHYs') return bytes[at + 16] === 1 ? (view.getUint32(at + 8) * MM_PER_INCH) / 1000 : null
  }
  return null
}

/** The density of JFIF, in dots per inch or per centimetre. */
function jfifDpi(bytes: Uint8Array): number | null {
  const isJfif = bytes[2] === 0xff && bytes[3] === 0xe0 && String.fromCharCode(...bytes.subarray(6, 10)) === 'JFIF'
  if (!isJfif) return null
  const density = ((bytes[14] ?? 0) << 8) | (bytes[15] ?? 0)
  return bytes[13] === 1 ? density : bytes[13] === 2 ? Math.round(density * 2.54) : null
}

/** What a file is that somebody chose. */
export type PhotoFault =
  /** The photos of an iPhone, which only its own browser reads. */
  | 'heic'
  /** Neither JPEG nor PNG. */
  | 'type'
  | 'pixels'
  | 'broken'

/** More takes a browser's whole memory. */
export const MOST_MEGAPIXELS = 80

/** By its first bytes. Null where it can be tried. */
export function photoFault(head: Uint8Array): PhotoFault | null {
  const type = imageType(head)
  if (!type) return isHeic(head) ? 'heic' : 'type'
  try {
    const { width, height } = imageSize(head)
    return width * height > MOST_MEGAPIXELS * 1e6 ? 'pixels' : null
  } catch {
    return 'broken'
  }
}

/** ISO/IEC 14496-12: "ftyp" and a brand of the HEIF family. */
function isHeic(bytes: Uint8Array): boolean {
  const text = String.fromCharCode(...bytes.subarray(4, 12))
  return text.startsWith('ftyp') && ['heic', 'heix', 'heif', 'hevc', 'mif1', 'msf1'].includes(text.slice(4))
}

const IHDR_END = 8 + 25

/** The same PNG, saying how wide it is on paper. `pixels`: its width. */
export function withTrueSize(
  png: Uint8Array<ArrayBuffer>,
  { pixels, widthMm }: { pixels: number; widthMm: number },
): Uint8Array<ArrayBuffer> {
  const perMetre = Math.round((pixels / widthMm) * 1000)
  const body = new Uint8Array(4 + 9)
  body.set([0x70, 0x48, 0x59, 0x73]) // pHYs
  const view = new DataView(body.buffer)
  view.setUint32(4, perMetre)
  view.setUint32(8, perMetre)
  body[12] = 1 // metre
  const chunk = new Uint8Array(4 + body.length + 4)
  const framed = new DataView(chunk.buffer)
  framed.setUint32(0, 9)
  chunk.set(body, 4)
  framed.setUint32(4 + body.length, crc32(body))
  const whole = new Uint8Array(png.length + chunk.length)
  whole.set(png.subarray(0, IHDR_END))
  whole.set(chunk, IHDR_END)
  whole.set(png.subarray(IHDR_END), IHDR_END + chunk.length)
  return whole
}

/** PNG specification, annex D. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  }
  return (crc ^ 0xffffffff) >>> 0
}
