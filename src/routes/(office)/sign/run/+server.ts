/** Signing several papers: the work itself, told paper by paper. */
import { needSigner } from '../../../../../server/access/may.ts'
import { signingSeveral } from '../../../../../server/issue/sign-several.ts'
import { signedIn } from '../../../answers.ts'
import { accepted } from '../../../drafts/accepted.ts'
import { toldByPaper } from '../../batch.ts'
import type { RequestHandler } from './$types'

export const POST: RequestHandler = async (event) => {
  const { person } = signedIn(event)
  const { issue, log } = event.locals.app
  const given = await accepted(event, signingSeveral, async () => needSigner(person))
  return toldByPaper(log, (tell) => issue.signSeveral(person, given, tell))
}
