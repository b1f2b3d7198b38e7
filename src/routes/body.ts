/** What a request brings, read within the budget of its route and never whole before it is measured (BUDGET-1). */
import type { RequestEvent } from '@sveltejs/kit'
import { hasTower } from '$lib/document/composed.ts'
import { AppError } from '$lib/errors.ts'
import { type Budget, budgetOf } from './budgets.ts'

export const budgetFor = ({ route, locals }: RequestEvent): Budget =>
  budgetOf(route.id, locals.app.config.uploadLimitBytes)

/** The parts of the body as they come. Throws `too_large`, `too_slow`, or `bad_input` when the body ended too early. */
export async function* partsOf({ headers, body }: Request, { bytes: most, ms }: Budget): AsyncGenerator<Uint8Array> {
  const announced = Number(headers.get('content-length') ?? 0)
  if (announced > most) throw new AppError('too_large', { limitBytes: most })
  const reader = body?.getReader()
  if (!reader) return
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new AppError('too_slow')), ms)
  })
  let length = 0
  try {
    for (;;) {
      const { done, value } = await Promise.race([reader.read().catch(broken), late])
      if (done) return
      length += value.length
      if (length > most) throw new AppError('too_large', { limitBytes: most })
      yield value
    }
  } finally {
    clearTimeout(timer)
    // Not `cancel`: that cuts the connection before the answer has gone out. server/http/front.ts cuts it behind it.
    reader.releaseLock()
  }
}

/** Whoever sent it has gone, or what it sent is no HTTP: nothing of ours is at fault. */
function broken(): never {
  throw new AppError('bad_input', { reason: 'incomplete' })
}

/** The whole of it, for what is read at once. */
export async function bytesOf(request: Request, budget: Budget): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  for await (const part of partsOf(request, budget)) parts.push(part)
  return Buffer.concat(parts)
}

/**
 * Text as this house takes it: well-formed, NFC. Refuses U+0000, which Postgres cannot keep, and towers of combining
 * marks: nobody writes them (document/composed.ts).
 */
export function takenText(text: string): string {
  const wellFormed = text.toWellFormed()
  if (wellFormed.includes('\0') || hasTower(wellFormed)) throw new AppError('bad_input', { reason: 'characters' })
  return wellFormed.normalize('NFC')
}

/** Bytes that are said to be text. Throws `bad_input` for what is no UTF-8. */
export function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new AppError('bad_input', { reason: 'encoding' })
  }
}

/** "application/json; charset=utf-8" → "application/json" */
export const mediaTypeOf = ({ headers }: Request): string =>
  (headers.get('content-type') ?? '').split(';', 1).join('').trim().toLowerCase()
