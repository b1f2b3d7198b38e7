import { shown, signedIn } from '../../answers.ts'
import { pageOf } from '../../inputs.ts'
import type { PageServerLoad } from './$types'

/** Chờ đóng dấu: the clerk's list of what is signed. */
export const load: PageServerLoad = async (event) => {
  const { person } = signedIn(event)
  const toSeal = await shown(event.locals.app.issue.toSeal(person, pageOf(event.url)))
  return { toSeal, now: new Date() }
}
