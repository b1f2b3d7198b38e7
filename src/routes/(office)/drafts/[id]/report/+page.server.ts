import { shown, signedIn } from '../../../../answers.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { person } = signedIn(event)
  const { id } = event.params
  return { id, report: await shown(event.locals.app.wordImport.reportOf(person, id)) }
}
