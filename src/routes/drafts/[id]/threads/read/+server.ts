/** How far the person has read the threads of a draft: their read marks, and setting them. */
import { json } from '@sveltejs/kit'
import { marking } from '../../../../../../server/review/mark.ts'
import { shown, signedIn } from '../../../../answers.ts'
import { accepted } from '../../../accepted.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = async (event) => {
  const { person } = signedIn(event)
  return json(await shown(event.locals.app.review.marks(person, event.params.id)))
}

const wanted = marking.omit({ draftId: true })

export const POST: RequestHandler = async (event) => {
  const { person } = signedIn(event)
  const { drafts, review } = event.locals.app
  const draftId = event.params.id
  const { read } = await accepted(event, wanted, () => drafts.need(person, draftId, ['see']))
  await shown(review.mark(person, { draftId, read }))
  return json({})
}
