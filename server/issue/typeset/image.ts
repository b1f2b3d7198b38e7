import { createHash } from 'node:crypto'
import { AppError } from '../../../src/lib/errors.ts'
import type { Person } from '../../access/person.ts'
import type { Doing, Work } from '../../compute/contract.ts'

/** Whether the typesetter can set an image: one that takes too much time or memory would keep its document unprinted. */
export function canBeSet(tryImage: Doing<Work<Uint8Array, boolean>>) {
  return async (bytes: Uint8Array, person: Person): Promise<boolean> => {
    const text = createHash('sha256').update(bytes).digest('hex')
    try {
      return await tryImage(bytes, { urgency: 'answer', person: person.id, text, same: text })
    } catch (error) {
      if (error instanceof AppError && error.code === 'too_heavy') return false
      throw error
    }
  }
}
