/**
 * How forms write what is no text. What a verb takes, its own schema says (server/access/border.ts); these turn a form's
 * answer into it. Their messages are the fault codes of src/lib/ui/faults.ts.
 */
import { z } from 'zod'
import { readDay } from '$lib/ui/dates.ts'
import { Upload } from './form.ts'

/** A choice that may be left open: "" is null. */
export const leftOpen = z
  .string()
  .default('')
  .transform((text) => text || null)
/** Check boxes of one name: none, one, or several. */
export const several = z.preprocess(
  (given) => (given === undefined ? [] : Array.isArray(given) ? given : [given]),
  z.array(z.string('choice')),
)
/** One check box. */
export const checked = z
  .literal('on')
  .optional()
  .transform((given) => given === 'on')
/** A deadline as dd/MM/yyyy; means the end of that working day (17:00) in Việt Nam. Empty = null. */
export const deadline = z
  .string()
  .default('')
  .transform((text, context) => {
    if (text.trim() === '') return null
    const day = readDay(text)
    const at = day ? new Date(`${day}T17:00:00+07:00`) : null
    if (!at) context.addIssue({ code: 'custom', message: 'date' })
    else if (at.getTime() < Date.now()) context.addIssue({ code: 'custom', message: 'past' })
    return at
  })
/** A calendar day as people type it, dd/MM/yyyy, as yyyy-MM-dd. */
export const day = z
  .string('required')
  .min(1, 'required')
  .transform((text, context) => {
    const read = readDay(text)
    if (!read) context.addIssue({ code: 'custom', message: 'date' })
    return read ?? ''
  })
/** A day that may be left open: "" is null. */
export const optionalDay = z.union([z.literal('').transform(() => null), day]).default(null)
/** Browsers send an empty file without a name where none was chosen; one with a name is empty itself. */
const isEmpty = (given: unknown) => given instanceof Upload && given.name !== '' && given.bytes.length === 0
const notEmpty = z.custom((given) => !isEmpty(given), { error: 'file_empty', abort: true })
/** A file that was really chosen. */
export const file = notEmpty.pipe(
  z.custom<Upload>((given) => given instanceof Upload && given.bytes.length > 0, 'file'),
)
/** A file that need not be chosen: browsers then send an empty one. */
export const optionalFile = notEmpty
  .pipe(z.custom<Upload | undefined>((given) => given === undefined || given instanceof Upload, 'file'))
  .transform((given) => (given && given.bytes.length > 0 ? given : null))
const page = z.coerce.number().int().min(1).max(100_000).catch(1)
/** Which page of a list the address names under `name`; the first where it names none. */
export const pageOf = (url: URL, name = 'page'): number => page.parse(url.searchParams.get(name) ?? 1)
