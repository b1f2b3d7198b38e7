/** What this room has done in processes of their own. */
import { AppError } from '../../src/lib/errors.ts'
import type { Person } from '../access/person.ts'
import { type Doing, work } from '../compute/contract.ts'
import { digestOf } from '../compute/digest.ts'

export const imageWorks = {
  /** 25 million pixels of four inks in sixty scans. */
  readyImage: work({ ms: 10_000, mb: 900 }, async () => (await import('./ready.ts')).readyImage),
}

/** As the verbs of this room ask for it: what takes too much time or memory is no image. */
export function readier(readyImage: Doing<typeof imageWorks.readyImage>) {
  return async (given: Uint8Array, person: Person): Promise<Uint8Array | null> => {
    const text = await digestOf(given)
    try {
      return await readyImage(given, { urgency: 'answer', person: person.id, text, same: text })
    } catch (error) {
      if (error instanceof AppError && error.code === 'too_heavy') return null
      throw error
    }
  }
}
