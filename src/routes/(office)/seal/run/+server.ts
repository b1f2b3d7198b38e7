/** Sealing several papers: the work itself, told paper by paper. */
import { AppError } from '$lib/errors.ts'
import { maySeal } from '../../../../../server/access/may.ts'
import { sealingSeveral } from '../../../../../server/issue/several.ts'
import { signedIn } from '../../../answers.ts'
import { accepted } from '../../../drafts/accepted.ts'
import { toldByPaper } from '../../batch.ts'
import type { RequestHandler } from './$types'

export const POST: RequestHandler = async (event) => {
  const { person } = signedIn(event)
  const { issue, log } = event.locals.app
  const right = async () => {
    if (!maySeal(person)) throw new AppError('not_allowed', { action: 'seal' })
  }
  const given = await accepted(event, sealingSeveral, right)
  return toldByPaper(log, (tell) => issue.sealSeveral(person, given, tell))
}
