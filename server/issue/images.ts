import { AppError } from '../../src/lib/errors.ts'
import type { Ground } from './ground.ts'
import type { Images, Wanted } from './typeset/shapes.ts'

/** Answers the typesetter: the draft's own images only. Throws `image_missing {count}`. */
export function imagesFor({ db, images }: Ground, draftId: string): (wanted: Wanted) => Promise<Images> {
  return async ({ all, lacking }) => {
    await db.transaction((tx) => images.need(tx, draftId, all))
    const found = lacking.length > 0 ? await images.bytes(lacking) : new Map<string, Uint8Array>()
    if (found.size < lacking.length) throw new AppError('image_missing', { count: lacking.length - found.size })
    return found
  }
}
