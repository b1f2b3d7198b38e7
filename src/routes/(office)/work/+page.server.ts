import { shown, signedIn } from '../../answers.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { person } = signedIn(event)
  const { drafts, issue } = event.locals.app
  const [work, stuck] = await shown(Promise.all([drafts.work(person), issue.stuck(person)]))
  return { work, stuck, now: new Date() }
}
