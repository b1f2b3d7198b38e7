/** How text from outside comes in (IN-1): each verb reads its input through one schema made of these. */
import { z } from 'zod'
import { composed } from '../../src/lib/document/composed.ts'
import { withoutUnseen } from '../../src/lib/document/letters.ts'
import { AppError } from '../../src/lib/errors.ts'

const wellFormed = z.string().refine((text) => !/\p{Surrogate}/u.test(text), 'malformed')
const between = (min: number, max: number) => z.string().min(min, 'required').max(max, 'too_long')

/** One line of text, NFC, trimmed, runs of blanks as one. Lengths are in UTF-16 units. */
export const line = (max: number, min = 1) =>
  wellFormed.transform((text) => composed(withoutUnseen(text)).replace(/\s+/gu, ' ').trim()).pipe(between(min, max))

/** Text of several lines, NFC, trimmed, line breaks as "\n". */
export const prose = (max: number, min = 1) =>
  wellFormed.transform((text) => composed(withoutUnseen(text.replace(/\r\n?/g, '\n'))).trim()).pipe(between(min, max))

export const id = z.uuid('id')
/** drafts.step. */
export const step = z.number().int().min(0)

/** The value as the schema gives it; else `bad_input` with the field and a word for what is wrong with it. */
export function parse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new AppError('bad_input', { field: issue?.path.join('.') ?? '', reason: issue?.message ?? '' })
}

/** An id from an address or a form that cannot be one names nothing: `not_found`, not a fault of the database. */
export function parseId(value: unknown): string {
  const parsed = id.safeParse(value)
  if (!parsed.success) throw new AppError('not_found')
  return parsed.data
}
