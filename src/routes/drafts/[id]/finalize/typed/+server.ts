/** The one-time password of whoever is asked, on its way to their signing service. */
import { json } from '@sveltejs/kit'
import { typedAnswer } from '../../../../../../server/issue/requests/typed.ts'
import { shown, signedIn, SIGNING_MS } from '../../../../answers.ts'
import { accepted } from '../../../accepted.ts'
import type { RequestHandler } from './$types'

export const POST: RequestHandler = async (event) => {
  const { person } = signedIn(event)
  const { drafts, issue } = event.locals.app
  const { id } = event.params
  const given = await accepted(event, typedAnswer, () => drafts.need(person, id, ['finalize', 'seal']))
  await shown(issue.answerTyped(person, id, given), { ms: SIGNING_MS })
  return json({ done: true })
}
