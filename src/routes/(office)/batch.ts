/** What the routes of several papers at once share: the work itself, told paper by paper. */
import type { Logger } from 'pino'
import { AppError } from '$lib/errors.ts'
import type { BatchEvent } from '$lib/ui/seal/told.ts'
import { keyFailure } from '../key-failure.ts'
import { told } from '../told.ts'

/** `work` throws only before the first paper: what becomes of each it tells itself. */
export function toldByPaper(log: Logger, work: (tell: (told: BatchEvent) => void) => Promise<void>): Response {
  return told<BatchEvent>(async (tell) => {
    try {
      await work(tell)
      tell({ done: true })
    } catch (failure) {
      if (!(failure instanceof AppError)) log.error({ err: failure }, 'a batch failed unexpectedly')
      tell({ refused: failure instanceof AppError ? failure.code : null, ...keyFailure(failure) })
    }
  })
}
