/** Whether the pixels of an image are as many as its header says: the packed ones may be a bomb. */
import { promisify } from 'node:util'
import { inflate } from 'node:zlib'
import { imageType } from '../../src/lib/document/image.ts'
import { packedPixels, unpackedBytes } from '../../src/lib/document/image-parts.ts'

const unpack = promisify(inflate)

/** 25 million pixels of four bytes; one of 16 bits a sample may have half as many. */
const MOST_UNPACKED_BYTES = 110_000_000

/** For a bare image. Unpacks in a thread of Node's own, and never more than there should be. */
export async function isBounded(bare: Uint8Array): Promise<boolean> {
  if (imageType(bare) !== 'png') return true
  const most = unpackedBytes(bare)
  if (most === null || most > MOST_UNPACKED_BYTES) return false
  try {
    const pixels = await unpack(Buffer.concat(packedPixels(bare)), { maxOutputLength: most })
    return pixels.length > 0
  } catch {
    return false
  }
}
