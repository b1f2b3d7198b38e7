/** Schemas that several forms share. Their messages are the fault codes of src/lib/ui/faults.ts. */
import { z } from 'zod'
import { readDay } from '$lib/ui/dates.ts'
import { MIN_PASSWORD_LENGTH } from '$lib/ui/faults.ts'

/** One line that must be there. */
export const line = (max = 200) =>
  z
    .string('required')
    .transform((text) => text.replace(/\s+/g, ' ').trim())
    .pipe(z.string().min(1, 'required').max(max, 'too_long'))

/** One line that may be empty or missing. */
export const optionalLine = (max = 200) =>
  z
    .string()
    .default('')
    .transform((text) => text.replace(/\s+/g, ' ').trim())
    .pipe(z.string().max(max, 'too_long'))

/** Several lines; blank ones are dropped. */
export const lines = (max = 400) =>
  z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(/\r?\n/)
        .map((part) => part.replace(/\s+/g, ' ').trim())
        .filter(Boolean)
        .join('\n'),
    )
    .pipe(z.string().max(max, 'too_long'))

export const id = z.uuid('choice')
/** A choice that may be left open: "" is null. */
export const optionalId = z.union([z.literal('').transform(() => null), id]).default(null)
export const username = z
  .string('required')
  .trim()
  .min(1, 'required')
  .transform((text) => text.toLowerCase())
  .pipe(z.string().regex(/^[a-z0-9][a-z0-9.-]{1,39}$/, 'username'))
/** A password being set. */
export const newPassword = z.string('required').min(MIN_PASSWORD_LENGTH, 'password_short').max(200, 'too_long')
/** A secret being shown for proof; its rules were checked when it was set. */
export const secret = z.string('required').min(1, 'required').max(200, 'too_long')
/** Check boxes of one name: none, one, or several. */
export const several = <T extends z.ZodType>(one: T) =>
  z.preprocess((given) => (given === undefined ? [] : Array.isArray(given) ? given : [given]), z.array(one))
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
/** A file that was really chosen. */
export const file = z.custom<File>((given) => given instanceof File && given.size > 0, 'file')
