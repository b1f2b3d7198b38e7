import { z } from 'zod'
import { ROLES } from '$lib/vocabulary.ts'
import { administrator, shown } from '../../../answers.ts'
import { pageOf } from '../../../inputs.ts'
import type { PageServerLoad } from './$types'

/** Something odd in the address narrows nothing, rather than being a fault. */
const query = z.object({
  search: z.string().normalize('NFC').max(200).default('').catch(''),
  role: z.enum(ROLES).optional().catch(undefined),
})

export const load: PageServerLoad = async (event) => {
  const me = administrator(event)
  const { search, role } = query.parse(Object.fromEntries(event.url.searchParams))
  const asked = { search, ...(role && { role }), page: pageOf(event.url) }
  const found = await shown(event.locals.app.access.admin.people(me, asked))
  return { found, filter: { search, role: role ?? '' } }
}
