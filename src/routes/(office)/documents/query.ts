/** What the address of the register asks for. Something odd in it narrows nothing, rather than being a fault. */
import { z } from 'zod'
import { isKindId } from '$lib/document/kinds.ts'
import { readDay } from '$lib/ui/dates.ts'
import { ENTRY_STATES, type EntryFilter } from '../../../../server/registry/shapes.ts'

const words = z.string().normalize('NFC').trim().min(1).max(200).optional().catch(undefined)
const count = z.coerce.number().int().min(0).max(999_999).optional().catch(undefined)
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
  subject: words,
  recipient: words,
  note: words,
  numberFrom: count,
  numberTo: count,
  issuedFrom: day.optional().catch(undefined),
  issuedTo: day.optional().catch(undefined),
  copies: count,
  signing: z.enum(['paper', 'key']).optional().catch(undefined),
  page: z.coerce.number().int().min(1).max(100_000).default(1).catch(1),
})

export type RegisterQuery = z.infer<typeof query>

export const readQuery = (url: URL): RegisterQuery => query.parse(Object.fromEntries(url.searchParams))

/** What is the wrong way round is meant the right way round. */
const inOrder = <T extends string | number>(from: T | undefined, to: T | undefined) =>
  from !== undefined && to !== undefined && from > to ? [to, from] : [from, to]

/** As the verbs take it. */
export function filterOf(asked: RegisterQuery): EntryFilter {
  const { search, kind, unit, signer, state, subject, recipient, note, copies, signing } = asked
  const [from, to] = inOrder(asked.from, asked.to)
  const [issuedFrom, issuedTo] = inOrder(asked.issuedFrom, asked.issuedTo)
  const [numberFrom, numberTo] = inOrder(asked.numberFrom, asked.numberTo)
  return {
    ...{ subject, recipient, note, copies, signing, issuedFrom, issuedTo, numberFrom, numberTo },
    search,
    ...(kind && { kind }),
    ...(unit && { unitId: unit }),
    ...(signer && { signer }),
    ...(state && { state }),
    ...(from && { from }),
    ...(to && { to }),
  }
}
