/** A picture of ink that has been cut: made smaller to what is inked, and kept as a file that says how wide it is on paper. */
import type { Purpose } from '../../cutout/ink.ts'
import type { Box } from '../../cutout/pixels.ts'
import { withTrueSize } from '../../cutout/true-size.ts'
import { MEASURES } from '../../document/measures.ts'

/** Of a seal the diameter, of a signature the width; millimetres. The decree wants the seal's own size (appendix I, II.8.a). */
export const SIZES: Readonly<Record<Purpose, { least: number; most: number; usual: number }>> = {
  signature: { least: 10, most: MEASURES.signature.widthMm, usual: 40 },
  seal: { least: 20, most: 50, usual: MEASURES.signature.sealMm },
}

const SEEN = 64
/** So that no soft edge is cut off. */
const MARGIN_PX = 2

/** What holds all that is seen of a canvas; null of an empty one. */
export function inkOf(canvas: HTMLCanvasElement): Box | null {
  const { width, height } = canvas
  const data = canvas.getContext('2d', { willReadFrequently: true })?.getImageData(0, 0, width, height).data
  if (!data) return null
  const box = { left: width, top: height, right: 0, bottom: 0 }
  for (let at = 3; at < data.length; at += 4) {
    if ((data[at] ?? 0) < SEEN) continue
    const pixel = (at - 3) / 4
    const [x, y] = [pixel % width, Math.floor(pixel / width)]
    box.left = Math.min(box.left, x)
    box.top = Math.min(box.top, y)
    box.right = Math.max(box.right, x + 1)
    box.bottom = Math.max(box.bottom, y + 1)
  }
  if (box.right <= box.left) return null
  return {
    left: Math.max(0, box.left - MARGIN_PX),
    top: Math.max(0, box.top - MARGIN_PX),
    right: Math.min(width, box.right + MARGIN_PX),
    bottom: Math.min(height, box.bottom + MARGIN_PX),
  }
}

/** Null where the browser makes no file of it. */
export async function toFile(canvas: HTMLCanvasElement, box: Box, widthMm: number, name: string): Promise<File | null> {
  const [width, height] = [box.right - box.left, box.bottom - box.top]
  const part = document.createElement('canvas')
  Object.assign(part, { width, height })
  part.getContext('2d')?.drawImage(canvas, box.left, box.top, width, height, 0, 0, width, height)
  const png = await new Promise<Blob | null>((done) => part.toBlob(done, 'image/png'))
  if (!png) return null
  const bytes = new Uint8Array(await png.arrayBuffer())
  return new File([withTrueSize(bytes, { pixels: width, widthMm })], name, { type: 'image/png' })
}

/** How wide it is at first: as a scan says, else as usual, no higher than the room on the page. */
export function firstWidthMm(purpose: Purpose, box: Box, perMm: number | null): number {
  const { least, most, usual } = SIZES[purpose]
  const [width, height] = [box.right - box.left, box.bottom - box.top]
  const natural = perMm ? width / perMm : Math.min(usual, purpose === 'seal' ? usual : (20 * width) / height)
  return Math.min(most, Math.max(least, Math.round(natural * 2) / 2))
}
