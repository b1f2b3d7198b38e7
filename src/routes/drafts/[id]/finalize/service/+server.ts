/** Where the browser of whoever is asked goes to confirm: a page of the service that the settings name. */
import { json } from '@sveltejs/kit'
import { shown, signedIn } from '../../../../answers.ts'
import type { RequestHandler } from './$types'

export const POST: RequestHandler = async (event) => {
  const { person, session } = signedIn(event)
  const going = event.locals.app.issue.goThere(person, event.params.id, session.id)
  return json(await shown(going), { headers: { 'cache-control': 'no-store' } })
}
