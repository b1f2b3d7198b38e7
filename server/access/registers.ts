/** Who may do what with a register. Papers under way are `may.ts`'s matter; a register is the office's own. */
import { AppError } from '../../src/lib/errors.ts'
import type { Role } from '../../src/lib/vocabulary.ts'
import type { Person } from './person.ts'

/**
 * `read-all`: also what is numbered and not issued yet. `amend`: copies and note of an entry. `start`: with which number it
 * goes on, and which numbers are kept. `manage`: open and close registers.
 */
export const REGISTER_ACTIONS = ['read-all', 'amend', 'start', 'manage'] as const
export type RegisterAction = (typeof REGISTER_ACTIONS)[number]

const TABLE: Record<RegisterAction, Role[]> = {
  'read-all': ['clerk', 'leader', 'admin'],
  amend: ['clerk'],
  start: ['clerk', 'admin'],
  manage: ['clerk', 'admin'],
}

export const mayWithRegisters = ({ roles }: Pick<Person, 'roles'>, action: RegisterAction): boolean =>
  roles.some((role) => TABLE[action].includes(role))

/** Throws `not_allowed` unless this person may. */
export function needWithRegisters(person: Person, action: RegisterAction): void {
  if (!mayWithRegisters(person, action)) throw new AppError('not_allowed', { action })
}

/** Everything this person may do with registers, for a page to show. */
export const registerActions = (person: Person): RegisterAction[] =>
  REGISTER_ACTIONS.filter((action) => mayWithRegisters(person, action))
