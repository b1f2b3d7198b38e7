/** Reads Word files in processes of their own: bounded in memory and time, whatever is in them. */
import { createHash } from 'node:crypto'
import { AppError } from '../../src/lib/errors.ts'
import type { Person } from '../access/person.ts'
import { type Doing, work } from '../compute/contract.ts'
import type { WordFile } from './word/shapes.ts'

/** The largest of 70 files from offices takes 1 s and 64 MB, a hundred pages of our own half a second and 24 MB. */
export const importWorks = {
  readWord: work({ ms: 20_000, mb: 700 }, async () => (await import('./word/work.ts')).read),
}

/** Throws `bad_word_file {reason, what}`, or `too_many_requests` when too many files wait. */
export function wordReader(readWord: Doing<typeof importWorks.readWord>) {
  return async (bytes: Uint8Array, person: Pick<Person, 'id'>): Promise<WordFile> => {
    const text = createHash('sha256').update(bytes).digest('hex')
    try {
      return await readWord(bytes, { urgency: 'answer', person: person.id, text })
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'too_heavy')) throw error
      throw new AppError('bad_word_file', { reason: error.detail.reason === 'late' ? 'slow' : 'bomb', what: '' })
    }
  }
}
