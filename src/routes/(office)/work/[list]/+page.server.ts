import { z } from 'zod'
import { isKindId } from '$lib/document/kinds.ts'
import { AppError } from '$lib/errors.ts'
import { DRAFT_STATES } from '$lib/vocabulary.ts'
import { WORK_LISTS } from '../../../../../server/drafts/shapes.ts'
import { shown, signedIn } from '../../../answers.ts'
import { pageOf } from '../../../inputs.ts'
import type { PageServerLoad } from './$types'

/** Something odd in the address narrows nothing, rather than being a fault. */
const query = z.object({
  search: z.string().normalize('NFC').max(200).default('').catch(''),
  kind: z.string().refine(isKindId).optional().catch(undefined),
  state: z.enum(DRAFT_STATES).optional().catch(undefined),
})
const listName = z.enum(WORK_LISTS)

/** One list of my work, whole: narrowed down and page by page. */
export const load: PageServerLoad = async (event) => {
  const { person } = signedIn(event)
  const named = listName.safeParse(event.params.list)
  if (!named.success) return shown(Promise.reject<never>(new AppError('not_found')))
  const list = named.data
  const { search, kind, state } = query.parse(Object.fromEntries(event.url.searchParams))
  const asked = { list, search, ...(kind && { kind }), ...(state && { state }), page: pageOf(event.url) }
  const found = await shown(event.locals.app.drafts.workPage(person, asked))
  return { list, filter: { search, kind: kind ?? '', state: state ?? '' }, found, now: new Date() }
}
