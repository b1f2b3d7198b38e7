/** What a process does with the bytes of an image that come in. A decoder takes half a gigabyte for the largest of them. */
import { bareImage } from '../../src/lib/document/image-parts.ts'
import { isBounded } from './bounded.ts'
import { upright } from './upright.ts'

/** Freed of what nobody sees, upright, in usual colours, and no larger than it says; null for one that is damaged or hostile. */
export async function readyImage(given: Uint8Array): Promise<Uint8Array | null> {
  const parts = bareImage(given)
  const turned = parts && (await upright(parts))
  const bytes = turned && bareImage(turned)
  return bytes && (await isBounded(bytes)) ? bytes : null
}
