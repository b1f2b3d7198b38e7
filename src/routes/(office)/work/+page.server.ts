import { maySeal } from '../../../../server/access/may.ts'
import { shown, signedIn } from '../../answers.ts'
import { pageOf } from '../../inputs.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { person } = signedIn(event)
  const { drafts, issue } = event.locals.app
  const [work, stuck] = await shown(Promise.all([drafts.work(person), issue.stuck(person, pageOf(event.url, 'stuck'))]))
  return { work, stuck, seals: maySeal(person), now: new Date() }
}
