import { json } from '@sveltejs/kit'
import { shown, signedIn } from '../../../answers.ts'
import type { RequestHandler } from './$types'

/** How much is unread, for pages whose socket does not get through. */
export const GET: RequestHandler = async (event) => {
  const { person } = signedIn(event)
  const unread = await shown(event.locals.app.news.unread(person))
  return json({ unread }, { headers: { 'cache-control': 'no-store' } })
}
