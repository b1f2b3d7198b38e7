import { shown, signedIn } from '../../answers.ts'
import { pageOf } from '../../inputs.ts'
import type { PageServerLoad } from './$types'

/** Ký nhiều văn bản: the leader's list of what is approved. */
export const load: PageServerLoad = async (event) => {
  const { person } = signedIn(event)
  const toSign = await shown(event.locals.app.issue.toSign(person, pageOf(event.url)))
  return { toSign, now: new Date() }
}
