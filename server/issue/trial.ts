import { imagesIn } from '../../src/lib/document/image.ts'
import { printModel } from '../../src/lib/document/print.ts'
import type { OfficialDocument } from '../../src/lib/document/model.ts'
import { AppError } from '../../src/lib/errors.ts'
import type { SetPages } from './deps.ts'
import type { Ground } from './ground.ts'

/**
 * Sets the text as it stands, number and date still blank. Done before a number is taken, since what cannot be printed
 * could never be signed: throws `cannot_be_printed {character?}` or `image_missing {count}`.
 */
export async function trySetting(ground: Ground, draftId: string, document: OfficialDocument): Promise<SetPages> {
  await ground.db.transaction((tx) => ground.images.need(tx, draftId, imagesIn(document.body)))
  return needPrintable(ground.typeset(printModel(document)))
}

/** Before the freeze nothing has failed yet: `typeset_failed` becomes `cannot_be_printed {character?}`. */
export async function needPrintable<T>(setting: Promise<T>): Promise<T> {
  try {
    return await setting
  } catch (error) {
    if (error instanceof AppError && error.code === 'typeset_failed')
      throw new AppError('cannot_be_printed', error.detail)
    throw error
  }
}
