import { AppError } from '../../src/lib/errors.ts'
import type { Person } from '../access/person.ts'
import type { Urgency } from '../compute/contract.ts'
import type { Ground } from './ground.ts'
import type { SetPages } from './handed-in.ts'
import { imagesFor } from './images.ts'
import { askedBy } from './ready.ts'
import type { StoredText } from './typeset/shapes.ts'

/**
 * Sets the text as it stands, number and date still blank. Done before a number is taken, since what cannot be printed
 * could never be signed: throws `cannot_be_printed {character?}`, `image_missing {count}`, `too_heavy {reason}` or
 * `too_many_requests {seconds}`.
 */
export async function trySetting(
  ground: Ground,
  person: Person,
  draftId: string,
  text: StoredText,
  urgency: Urgency,
): Promise<SetPages> {
  return needPrintable(ground.typeset({ text }, askedBy(person, draftId, text, urgency), imagesFor(ground, draftId)))
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
