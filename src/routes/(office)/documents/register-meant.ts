/** Which register, of which year, an address means. Typed by hand it says neither. */
import { AppError } from '$lib/errors.ts'
import { yearNow } from '$lib/ui/dates.ts'
import type { Person } from '../../../../server/access/person.ts'
import type { Registry } from '../../../../server/registry/index.ts'
import type { RegisterView } from '../../../../server/registry/shapes.ts'
import type { RegisterQuery } from './query.ts'

/** The one in use; null where the office has none yet. */
export function registerInUse(registers: readonly RegisterView[]): RegisterView | null {
  return registers.find((one) => !one.closedAt) ?? registers[0] ?? null
}

export const newestYear = (register: RegisterView | null) => register?.years[0]?.year ?? yearNow()

/** What is printed, or taken along as a file, is never another register than the one named. Throws `not_found`. */
export async function registerMeant(
  registry: Pick<Registry, 'registers'>,
  person: Person,
  asked: Pick<RegisterQuery, 'register' | 'year'>,
): Promise<{ register: RegisterView; year: number }> {
  const registers = await registry.registers(person)
  const register = asked.register ? registers.find(({ id }) => id === asked.register) : registerInUse(registers)
  if (!register) throw new AppError('not_found')
  return { register, year: asked.year ?? newestYear(register) }
}
