import { AppError } from '../../../src/lib/errors.ts'
import { readWord } from './read.ts'
import { Refusal } from './refusal.ts'
import type { WordFile } from './shapes.ts'

/** As a process does it. Throws `bad_word_file {reason, what}`. */
export function read(bytes: Uint8Array): WordFile {
  try {
    return readWord(bytes)
  } catch (failure) {
    if (failure instanceof Refusal) throw new AppError('bad_word_file', { reason: failure.reason, what: failure.what })
    throw failure
  }
}
