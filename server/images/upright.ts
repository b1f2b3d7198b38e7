/**
 * A photo from a camera that was held on its side has a note of how to turn it (EXIF, tag 0x0112). Browsers and the
 * typesetter follow it, Word does not: so the pixels are turned once and for all, and the note goes.
 */
import { Transformer } from '@napi-rs/image'
import { orientationOf } from '../../src/lib/document/image.ts'

/** High enough that nobody sees that a photo has been written anew. */
const JPEG_QUALITY = 92

/** The same bytes when nothing is to be turned; null when the photo cannot be read. */
export async function upright(bytes: Uint8Array): Promise<Uint8Array | null> {
  if (orientationOf(bytes) === 1) return bytes
  try {
    return await new Transformer(bytes).rotate().jpeg(JPEG_QUALITY)
  } catch {
    return null
  }
}
