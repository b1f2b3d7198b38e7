import { z } from 'zod'
import { yearNow } from '$lib/ui/dates.ts'
import { shown, signedIn } from '../../answers.ts'
import type { PageServerLoad } from './$types'

/** An address with something odd in it shows the list from its beginning rather than a fault. */
const query = z.object({
  register: z.uuid().optional().catch(undefined),
  year: z.coerce.number().int().min(1945).max(9999).optional().catch(undefined),
  search: z.string().normalize('NFC').max(200).default('').catch(''),
  page: z.coerce.number().int().min(1).max(100_000).default(1).catch(1),
})

export const load: PageServerLoad = async (event) => {
  const { person } = signedIn(event)
  const { registry } = event.locals.app
  const asked = query.parse(Object.fromEntries(event.url.searchParams))
  const registers = await shown(registry.registers(person))
  const register =
    registers.find((one) => one.id === asked.register) ?? registers.find((one) => !one.closedAt) ?? registers[0]
  const year = asked.year ?? register?.years[0]?.year ?? yearNow()
  const entries = register
    ? await shown(registry.entries(person, { registerId: register.id, year, search: asked.search, page: asked.page }))
    : null
  return {
    registers,
    registerId: register?.id ?? null,
    year,
    search: asked.search,
    entries,
    canExport: seesAll(person.roles),
  }
}

/** Who reads the register itself and not only what was issued. */
const seesAll = (roles: string[]) => roles.some((role) => role === 'clerk' || role === 'leader' || role === 'admin')
