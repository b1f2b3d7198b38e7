import { AppError } from '$lib/errors.ts'

/** What a page may tell of a key that did not open: the tries that are left, or why its place does not answer. */
export function keyFailure(failure: unknown): { remaining?: number; reason?: string } {
  if (!(failure instanceof AppError)) return {}
  const { remaining, reason } = failure.detail
  return {
    ...(typeof remaining === 'number' && { remaining }),
    ...(failure.code === 'key_unreachable' && typeof reason === 'string' && { reason }),
  }
}
