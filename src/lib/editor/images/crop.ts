/**
 * A part of an image becomes an image of its own: new bytes that come in as any file does, so that page, PDF and Word file
 * show the same. The image before stays with the draft, for undo and earlier moments of the text.
 */
import type { EditorView } from '@tiptap/pm/view'
import type { ImageAttributes } from '../../document/image.ts'
import { changeImage, selectedImage } from '../core/images.ts'
import { runStep } from '../core/step.ts'
import { type Frame, pixelsOf } from './crop-frame.ts'
import { upload, type UploadFault } from './upload.ts'

/** High enough that nobody sees that a photo has been written anew. */
const JPEG_QUALITY = 0.92

/** `moved`: the image is not there any more, or one may not write now. Nothing has changed then, as with any fault. */
export type CropFault = UploadFault | 'moved'

/** Puts what the frame holds in place of the selected image, as wide on paper as it was. One step of undo. */
export async function crop(
  view: EditorView,
  address: string,
  before: ImageAttributes,
  frame: Frame,
): Promise<{ fault: CropFault } | null> {
  const file = await cut(`${address}/images/${before.hash}`, frame)
  if (!file) return { fault: 'away' }
  const got = await upload(address, file)
  if ('fault' in got) return got
  const { hash, width, height } = got
  const widthMm = before.widthMm * (frame.right - frame.left)
  const isThere = !view.isDestroyed && selectedImage(view.state)?.node.attrs.hash === before.hash
  const isDone = isThere && runStep(view, changeImage({ hash, pixelWidth: width, pixelHeight: height, widthMm }))
  return isDone ? null : { fault: 'moved' }
}

/** Null where its bytes cannot be had. */
async function cut(source: string, frame: Frame): Promise<File | null> {
  try {
    const response = await fetch(source)
    if (!response.ok) return null
    const whole = await response.blob()
    const image = await createImageBitmap(whole)
    const { x, y, width, height } = pixelsOf(frame, image)
    const canvas = document.createElement('canvas')
    Object.assign(canvas, { width, height })
    canvas.getContext('2d')?.drawImage(image, x, y, width, height, 0, 0, width, height)
    image.close()
    const type = whole.type === 'image/jpeg' ? 'image/jpeg' : 'image/png'
    const part = await new Promise<Blob | null>((done) => canvas.toBlob(done, type, JPEG_QUALITY))
    return part && new File([part], 'crop', { type })
  } catch {
    return null
  }
}
