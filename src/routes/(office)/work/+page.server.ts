import { maySeal } from '../../../../server/access/may.ts'
import { shown, signedIn } from '../../answers.ts'
import { pageOf } from '../../inputs.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { person } = signedIn(event)
  const { access, drafts, issue } = event.locals.app
  const stuckPage = pageOf(event.url, 'stuck')
  const [work, stuck, isNew] = await shown(
    Promise.all([drafts.work(person), issue.stuck(person, stuckPage), access.tours.isNew(person, 'work')]),
  )
  return { work, stuck, isNew, seals: maySeal(person), now: new Date() }
}
