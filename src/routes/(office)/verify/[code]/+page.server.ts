import { shown, visitor } from '../../../answers.ts'
import type { PageServerLoad } from './$types'

const MOST_CHARACTERS = 40

export const load: PageServerLoad = async (event) => {
  const { access, issue } = event.locals.app
  const code = event.params.code.slice(0, MOST_CHARACTERS)
  const look = async () => event.params.code.length <= MOST_CHARACTERS && issue.isKnownCode(code)
  const isKnown = await shown(access.visits.isKnown(visitor(event).address, look), { event })
  event.setHeaders({ 'cache-control': 'no-store' })
  return { found: isKnown ? await shown(issue.verifyCode(code)) : null, code }
}
