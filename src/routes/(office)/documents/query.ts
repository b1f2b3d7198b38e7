/** What the address of the register asks for. Something odd in it narrows nothing, rather than being a fault. */
import { z } from 'zod'
import { isKindId } from '$lib/document/kinds.ts'
import { readDay } from '$lib/ui/dates.ts'
import { ENTRY_STATES, type EntryFilter } from '../../../../server/registry/shapes.ts'

const day = z.string().transform((typed) => readDay(typed) ?? undefined)

const query = z.object({
  register: z.uuid().optional().catch(undefined),
  year: z.coerce.number().int().min(1945).max(9999).optional().catch(undefined),
  search: z.string().normalize('NFC').max(200).default('').catch(''),
  kind: z.string().refine(isKindId).optional().catch(undefined),
  unit: z.uuid().optional().catch(undefined),
  signer: z.string().normalize('NFC').trim().min(1).max(200).optional().catch(undefined),
  state: z.enum(ENTRY_STATES).optional().catch(undefined),
  from: day.optional().catch(undefined),
  to: day.optional().catch(undefined),
  page: z.coerce.number().int().min(1).max(100_000).default(1).catch(1),
})

export type RegisterQuery = z.infer<typeof query>

export const readQuery = (url: URL): RegisterQuery => query.parse(Object.fromEntries(url.searchParams))

/** As the verbs take it. Days the wrong way round are meant the right way round. */
export function filterOf({ search, kind, unit, signer, state, ...days }: RegisterQuery): EntryFilter {
  const [from, to] = days.from && days.to && days.from > days.to ? [days.to, days.from] : [days.from, days.to]
  return {
    search,
    ...(kind && { kind }),
    ...(unit && { unitId: unit }),
    ...(signer && { signer }),
    ...(state && { state }),
    ...(from && { from }),
    ...(to && { to }),
  }
}
