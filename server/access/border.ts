/**
 * How text from outside comes in (IN-1): each verb has one schema made of these, which its form is read by, too. What a
 * schema finds wrong is one of the fault codes of src/lib/ui/faults.ts.
 */
import { z } from 'zod'
import { unprintableIn, withoutRiddles } from '../../src/lib/document/letters.ts'
import { AppError } from '../../src/lib/errors.ts'

const wellFormed = z.string('required').refine((text) => !/\p{Surrogate}/u.test(text), 'characters')
const between = (min: number, max: number) => z.string().min(min, 'required').max(max, 'too_long')

/** One line of text, NFC, trimmed, runs of blanks as one. Lengths are in UTF-16 units. */
export const line = (max: number, min = 1) =>
  wellFormed.transform((text) => withoutRiddles(text).replace(/\s+/gu, ' ').trim()).pipe(between(min, max))

/** Text of several lines, NFC, trimmed, line breaks as "\n". */
export const prose = (max: number, min = 1) =>
  wellFormed.transform((text) => withoutRiddles(text).trim()).pipe(between(min, max))

/** A line that may be empty or missing. */
export const optionalLine = (max: number) => line(max, 0).default('')
/** Text of several lines that may be empty or missing. */
export const optionalProse = (max: number) => prose(max, 0).default('')

const isPrintable = (text: string) => unprintableIn(text).length === 0
/** A line that comes onto paper, a document's or the register's: nothing in it that no font of ours draws. */
export const printedLine = (max: number, min = 1) => line(max, min).refine(isPrintable, 'unprintable')
/** The same of several lines. */
export const printedProse = (max: number, min = 1) => prose(max, min).refine(isPrintable, 'unprintable')

export const id = z.uuid('choice')
/** What names one thing of a list. */
export const named = z.object({ id })
/** drafts.step and positions of a log; forms write them in digits. */
export const step = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^\d{1,9}$/)
      .transform(Number),
  ])
  .pipe(z.number().int().min(0))
/** The PIN of a signing key. */
export const pin = z.string('required').min(1, 'required').max(256, 'too_long')

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
