/** A picture that somebody has made elsewhere already: transparent, and saying how large it is. */
import type { Purpose } from '../../cutout/ink.ts'
import { pngDpi } from '../../cutout/true-size.ts'
import { imageType } from '../../document/image.ts'
import { SIZES } from './ink-picture.ts'

/** Looked at so small, that it takes no time. */
const LOOK_PX = 100
const LEAST_BARE_SHARE = 0.1

/** Whether it is a PNG that is bare where its paper was. */
export async function isReady(file: Blob): Promise<boolean> {
  const head = new Uint8Array(await file.slice(0, 64).arrayBuffer())
  if (imageType(head) !== 'png') return false
  try {
    const bitmap = await createImageBitmap(file, { resizeWidth: LOOK_PX, resizeHeight: LOOK_PX })
    const canvas = document.createElement('canvas')
    Object.assign(canvas, { width: LOOK_PX, height: LOOK_PX })
    const context = canvas.getContext('2d')
    context?.drawImage(bitmap, 0, 0)
    bitmap.close()
    const data = context?.getImageData(0, 0, LOOK_PX, LOOK_PX).data ?? new Uint8ClampedArray()
    let bare = 0
    for (let at = 3; at < data.length; at += 4) if ((data[at] ?? 255) < 128) bare++
    return bare > LEAST_BARE_SHARE * LOOK_PX * LOOK_PX
  } catch {
    return false
  }
}

/** Millimetres, as it says or as is usual; null where the browser cannot show it. */
export async function sizeOnPaper(file: Blob, purpose: Purpose): Promise<{ widthMm: number; heightMm: number } | null> {
  try {
    const bytes = new Uint8Array(await file.arrayBuffer())
    const bitmap = await createImageBitmap(file)
    const { width, height } = bitmap
    bitmap.close()
    const dpi = pngDpi(bytes)
    const widthMm = dpi ? (width / dpi) * 25.4 : SIZES[purpose].usual
    return { widthMm, heightMm: (widthMm * height) / width }
  } catch {
    return null
  }
}
