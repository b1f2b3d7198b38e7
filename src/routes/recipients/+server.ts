import { json } from '@sveltejs/kit'
import { shown, signedIn } from '../answers.ts'
import type { RequestHandler } from './$types'

/** To whom the office writes, for who types a name. */
export const GET: RequestHandler = async (event) => {
  const { person } = signedIn(event)
  const names = await shown(event.locals.app.registry.recipients(person))
  return json({ names }, { headers: { 'cache-control': 'no-store' } })
}
