/** Opens a photo and cuts ink out of it off the main thread: twelve million pixels take a second. */
import { cutOut, findInk } from './cut.ts'
import type { Pixels } from './pixels.ts'
import { photoFault, scannedDpi } from './true-size.ts'
import type { Ask, Frame, Told } from './work.ts'

/** Enough to see where the ink is. */
const LOOK_PX = 1_000
/** As large as a picture is kept: 45 mm at some 700 dots per inch. */
const CUT_PX = 1_400
const HEAD_BYTES = 512 * 1024

let photo: ImageBitmap | null = null

self.onmessage = ({ data: { n, ask } }: MessageEvent<{ n: number; ask: Ask }>) => {
  void answer(ask)
    .catch((): Told => ({ is: 'fault', fault: 'broken' }))
    .then((told) => {
      const moved = told.is === 'opened' ? [told.shown] : told.is === 'cut' ? [told.pixels.data.buffer] : []
      self.postMessage({ n, told }, { transfer: moved })
    })
}

async function answer(ask: Ask): Promise<Told> {
  if (ask.is === 'open') return open(ask)
  if (!photo) throw new Error('no photo is open')
  const { pixels, scale } = drawn(photo, ask.frame, CUT_PX, ask.turn)
  return { is: 'cut', ...cutOut(pixels, ask.settings), scale }
}

async function open({ file, purpose }: Extract<Ask, { is: 'open' }>): Promise<Told> {
  const head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer())
  const fault = photoFault(head)
  if (fault) return { is: 'fault', fault }
  photo?.close()
  photo = await createImageBitmap(file) // turned as its camera noted
  const { width, height } = photo
  const { pixels } = drawn(photo, WHOLE, LOOK_PX, 0)
  const box = findInk(pixels, purpose)
  const frame = box
    ? {
        ...{ left: box.left / pixels.width, right: box.right / pixels.width },
        ...{ top: box.top / pixels.height, bottom: box.bottom / pixels.height },
      }
    : WHOLE
  const shown = await createImageBitmap(new ImageData(pixels.data, pixels.width, pixels.height))
  return { is: 'opened', shown, width, height, frame, dpi: scannedDpi(head) }
}

const WHOLE: Frame = { left: 0, top: 0, right: 1, bottom: 1 }

/** The framed part of the photo, turned about its middle, no larger than `most` pixels a side. */
function drawn(source: ImageBitmap, frame: Frame, most: number, turn: number): { pixels: Pixels; scale: number } {
  const [x, y] = [frame.left * source.width, frame.top * source.height]
  const [w, h] = [(frame.right - frame.left) * source.width, (frame.bottom - frame.top) * source.height]
  const angle = (turn * Math.PI) / 180
  const [cos, sin] = [Math.abs(Math.cos(angle)), Math.abs(Math.sin(angle))]
  const [across, down] = [w * cos + h * sin, w * sin + h * cos]
  const scale = Math.min(1, most / Math.max(across, down))
  const [width, height] = [Math.max(1, Math.round(across * scale)), Math.max(1, Math.round(down * scale))]
  const canvas = new OffscreenCanvas(width, height)
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) throw new Error('no canvas')
  context.imageSmoothingQuality = 'high'
  context.translate(width / 2, height / 2)
  context.rotate(angle)
  context.scale(scale, scale)
  context.drawImage(source, x, y, w, h, -w / 2, -h / 2, w, h)
  const { data } = context.getImageData(0, 0, width, height)
  return { pixels: { width, height, data }, scale }
}
