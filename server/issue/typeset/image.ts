import { AppError } from '../../../src/lib/errors.ts'
import type { Person } from '../../access/person.ts'
import type { Doing, Work } from '../../compute/contract.ts'
import { digestOf } from '../../compute/digest.ts'

/** Whether the typesetter can set an image: one that takes too much time or memory would keep its document unprinted. */
export function canBeSet(tryImage: Doing<Work<Uint8Array, boolean>>) {
  return async (bytes: Uint8Array, person: Person): Promise<boolean> => {
    const text = await digestOf(bytes)
    try {
      return await tryImage(bytes, { urgency: 'answer', person: person.id, text, same: text })
    } catch (error) {
      if (error instanceof AppError && error.code === 'too_heavy') return false
      throw error
    }
  }
}
