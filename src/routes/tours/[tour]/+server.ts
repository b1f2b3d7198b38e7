import { shown, signedIn } from '../../answers.ts'
import type { RequestHandler } from './$types'

/** This person has had the tour, or put it aside. */
export const POST: RequestHandler = async (event) => {
  const { person } = signedIn(event)
  await shown(event.locals.app.access.tours.mark(person, event.params.tour))
  return new Response(null, { status: 204 })
}
