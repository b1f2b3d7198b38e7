/** JSON that a page of ours sends, parsed once at the border. */
import type { RequestEvent } from '@sveltejs/kit'
import type { z } from 'zod'
import { AppError } from '$lib/errors.ts'
import { shown } from '../answers.ts'
import { budgetFor, bytesOf, decoded, mediaTypeOf, takenText } from '../body.ts'

/**
 * Answers a client error with its sentence to anything else; nothing has been done then. `right` throws when this person
 * has no business here, and is told before any fault of the body.
 */
export async function accepted<S extends z.ZodType>(
  event: RequestEvent,
  schema: S,
  right?: () => Promise<unknown>,
): Promise<z.infer<S>> {
  try {
    const parsed = schema.safeParse(await jsonOf(event))
    if (parsed.success) return parsed.data
    throw new AppError('bad_input', { field: parsed.error.issues[0]?.path.join('.') ?? '' })
  } catch (failure) {
    await shown(Promise.resolve(right?.()))
    return shown(Promise.reject<never>(failure))
  }
}

async function jsonOf(event: RequestEvent): Promise<unknown> {
  if (mediaTypeOf(event.request) !== 'application/json') throw new AppError('wrong_media')
  const text = decoded(await bytesOf(event.request, budgetFor(event)))
  const { depth, parts } = shapeOf(text)
  if (depth > MOST_DEPTH) throw new AppError('bad_input', { reason: 'nesting' })
  if (parts > MOST_PARTS) throw new AppError('too_large')
  try {
    return taken(JSON.parse(text))
  } catch (failure) {
    if (failure instanceof AppError) throw failure
    throw new AppError('bad_input', { reason: 'malformed' })
  }
}

/** Words in a cell of a table that is suggested, the deepest of ours, have eighteen. */
const MOST_DEPTH = 24
/** Objects and lists; thirty pages that are put in have fewer. Each costs the main thread some microseconds. */
const MOST_PARTS = 10_000

/**
 * Looked at before it is parsed: whatever walks a deep value afterwards would run out of stack. By hand, in one walk: a
 * regular expression begins again at each quotation mark that is never closed.
 */
function shapeOf(text: string): { depth: number; parts: number } {
  let parts = 0
  let depth = 0
  let deepest = 0
  let isInString = false
  for (let i = 0; i < text.length; i++) {
    const mark = text[i]
    if (isInString && mark === '\\') i++
    else if (mark === '"') isInString = !isInString
    else if (isInString) continue
    else if (mark === '{' || mark === '[') {
      parts++
      deepest = Math.max(deepest, ++depth)
    } else if (mark === '}' || mark === ']') depth--
  }
  return { depth: deepest, parts }
}

/** The same value with its texts as this house takes them. */
function taken(value: unknown): unknown {
  if (typeof value === 'string') return takenText(value)
  if (Array.isArray(value)) return value.map(taken)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [takenText(name), taken(part)]))
}
