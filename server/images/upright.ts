/**
 * A photo from a camera that was held on its side has a note of how to turn it (EXIF, tag 0x0112). Browsers and the
 * typesetter follow it, Word does not: so the pixels are turned once and for all, and the note goes. A picture whose colours
 * readers take differently (four inks, Adobe's RGB) is written anew, too: what is on the page is what is on paper.
 */
import { Transformer } from '@napi-rs/image'
import { imageType, orientationOf } from '../../src/lib/document/image.ts'
import { hasUsualColours } from '../../src/lib/document/image-parts.ts'

/** High enough that nobody sees that a photo has been written anew. */
const JPEG_QUALITY = 92

/** For a bare image: the same bytes when nothing is to be done; null when the photo cannot be read. */
export async function upright(bytes: Uint8Array): Promise<Uint8Array | null> {
  const isTurned = orientationOf(bytes) !== 1
  if (!isTurned && (imageType(bytes) === 'png' || hasUsualColours(bytes))) return bytes
  try {
    const photo = new Transformer(bytes)
    return await (isTurned ? photo.rotate() : photo).jpeg(JPEG_QUALITY)
  } catch {
    return null
  }
}
