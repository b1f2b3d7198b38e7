/** Whether the picture of a signature or seal may stand on a paper: it can be put there, and is ink on nothing. */
import { JsColorType, Transformer } from '@napi-rs/image'
import { tryPicture } from './field.ts'

/** `not_transparent`: its paper was not cut away, although it says that it could be. `picture_empty`: there is no ink. */
export type PictureFault = 'not_a_png' | 'not_transparent' | 'picture_empty'

/** A seal in a tight frame is bare at its corners alone: a fifth. */
const LEAST_BARE_SHARE = 0.1
const LEAST_INK_SHARE = 0.0005
const BARE_BELOW = 64
const INK_FROM = 96

export async function judgePicture(png: Uint8Array): Promise<PictureFault | null> {
  if (!(await tryPicture(png))) return 'not_a_png'
  const found = await opacities(png)
  if (found === null) return 'not_a_png'
  if (found === 'opaque') return 'not_transparent'
  const { pixels, step, at: first } = found
  let [bare, ink] = [0, 0]
  for (let at = first; at < pixels.length; at += step) {
    const opacity = pixels[at] ?? 0
    if (opacity < BARE_BELOW) bare++
    else if (opacity >= INK_FROM) ink++
  }
  const all = pixels.length / step
  if (bare < all * LEAST_BARE_SHARE) return 'not_transparent'
  return ink < all * LEAST_INK_SHARE ? 'picture_empty' : null
}

/** Of each kind of unpacked picture: bytes a pixel, and which of them is its opacity, of two the higher one. */
const KINDS: ReadonlyMap<number, { step: number; at: number }> = new Map([
  [JsColorType.La8, { step: 2, at: 1 }],
  [JsColorType.Rgba8, { step: 4, at: 3 }],
  [JsColorType.La16, { step: 4, at: 3 }],
  [JsColorType.Rgba16, { step: 8, at: 7 }],
])

async function opacities(png: Uint8Array): Promise<{ pixels: Uint8Array; step: number; at: number } | 'opaque' | null> {
  try {
    const image = new Transformer(png)
    const { width, height, colorType } = await image.metadata()
    const kind = KINDS.get(colorType)
    if (!kind) return 'opaque'
    const pixels = await image.rawPixels()
    return pixels.length === width * height * kind.step ? { pixels, ...kind } : null
  } catch {
    return null
  }
}
