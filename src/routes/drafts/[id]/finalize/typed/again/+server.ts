/** Another one-time password is sent to whoever is asked. */
import { json } from '@sveltejs/kit'
import { shown, signedIn, SIGNING_MS } from '../../../../../answers.ts'
import type { RequestHandler } from './$types'

export const POST: RequestHandler = async (event) => {
  const { person } = signedIn(event)
  await shown(event.locals.app.issue.sendAgain(person, event.params.id), { ms: SIGNING_MS })
  return json({ done: true })
}
