/** What a comment may be. Read at the border of the server, and by the form that writes it. */
import { z } from 'zod'
import { withoutUnseen } from '../../document/letters.ts'

export const MAX_WORDS = 10_000
/** As server/review keeps it. */
export const MAX_QUOTE = 1_000

export const words = z
  .string()
  .transform((text) => withoutUnseen(text).toWellFormed().normalize('NFC').trim())
  .pipe(z.string().min(1).max(MAX_WORDS))

/** Relative positions are the editor's own; here only their size is bounded. */
const position = z.record(z.string(), z.unknown()).refine((value) => JSON.stringify(value).length < 1_000)

export const passage = z.object({
  anchor: z.object({ start: position, end: position }).nullable(),
  quote: z
    .string()
    .max(100_000)
    .transform((text) => text.toWellFormed().normalize('NFC').slice(0, MAX_QUOTE).toWellFormed()),
})
