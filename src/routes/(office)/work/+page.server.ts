import { shown, signedIn } from '../../answers.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { person } = signedIn(event)
  return { work: await shown(event.locals.app.drafts.work(person)), now: new Date() }
}
