/** What the pages of pictures have in common: one's own, and the administrator's for others and for the seal. */
import { z } from 'zod'
import type { PictureView } from '../../../../server/issue/keys/picture.ts'
import type { Upload } from '../../form.ts'
import { file } from '../../inputs.ts'
import { SEAL } from './holder.ts'

/** Of the form that takes it away. */
export const nothing = z.object({})

export const pictureForm = z.object({ imagePng: file })

export const pictureGiven = (userId: string | null, { bytes }: Upload) => ({ userId, imagePng: bytes })

/** `src`: a new one for each picture, so that no browser shows the one before. */
export function pictureShown({ png, widthMm, heightMm, keys }: PictureView, userId: string | null) {
  const src = png && `/keys/picture/${userId ?? SEAL}?${png.byteLength}`
  return { src, widthMm, heightMm, hasKey: keys > 0 }
}
