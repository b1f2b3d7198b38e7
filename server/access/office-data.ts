/** What an administrator says about the agency, its units and its people, as forms and lists are read by it. */
import { z } from 'zod'
import { ROLES } from '../../src/lib/vocabulary.ts'
import { id as idSchema, line, optionalLine, printedLine, printedProse } from './border.ts'

/** In symbols as "QĐ-UBND": letters, digits and the hyphen. */
const abbreviation = line(20).pipe(z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N}.-]*$/u, 'characters'))
/** Kept in small letters: nobody has to remember which were large. */
export const username = line(40)
  .transform((text) => text.toLowerCase())
  .pipe(z.string().regex(/^[a-z0-9][a-z0-9.-]+$/, 'username'))

export const agencyData = z.object({
  parentName: printedProse(300, 0).default(''),
  name: printedProse(300),
  fullName: printedLine(300),
  abbreviation,
  place: printedLine(100),
  contact: printedProse(500, 0).default(''),
  code: optionalLine(35),
})
export const unitData = z.object({ name: printedLine(200), abbreviation })
export const unitChange = unitData.extend({ isClosed: z.boolean() })

const roles = z
  .array(z.enum(ROLES, 'choice'))
  .min(1, 'choice')
  .transform((given) => ROLES.filter((role) => given.includes(role)))
/** What an administrator says about a person. */
export const personData = z.object({
  name: printedLine(100),
  position: printedLine(150),
  unitId: idSchema.nullable(),
  roles,
})
export const newPerson = personData.extend({ username })
