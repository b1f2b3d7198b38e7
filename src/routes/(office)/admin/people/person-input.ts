import { z } from 'zod'
import { line, optionalId, several } from '../../../inputs.ts'

const role = z.enum(['admin', 'specialist', 'reviewer', 'leader', 'clerk'])

/** What an administrator says about a person. */
export const personInput = z.object({
  name: line(120),
  position: line(120),
  unitId: optionalId,
  roles: several(role).pipe(z.array(role).min(1, 'choice')),
})
