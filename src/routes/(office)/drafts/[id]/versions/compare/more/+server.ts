/** More of a comparison than its page began with. */
import { error } from '@sveltejs/kit'
import { wanting } from '../../../../../../../../server/versions/compared.ts'
import { shown, signedIn } from '../../../../../../answers.ts'
import { textAsked } from '../asked.ts'
import type { RequestHandler } from './$types'

/** The process that compares gives up by itself. */
const COMPARE_MS = 12_000

export const GET: RequestHandler = async (event) => {
  const { person } = signedIn(event)
  const { versions } = event.locals.app
  const wanted = wanting.safeParse(Object.fromEntries(event.url.searchParams))
  if (!wanted.success) error(404, { message: 'not_found', code: 'not_found' })
  const [from, to] = [textAsked(event.url, 'from'), textAsked(event.url, 'to')]
  const asked = { draftId: event.params.id, from, to, wanted: wanted.data }
  const json = await shown(versions.compareFurther(person, asked), { ms: COMPARE_MS })
  return new Response(json, { headers: { 'content-type': 'application/json', 'cache-control': 'private, no-store' } })
}
