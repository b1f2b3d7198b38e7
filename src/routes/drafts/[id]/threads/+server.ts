/** All threads of a draft, and opening one. */
import { json } from '@sveltejs/kit'
import { z } from 'zod'
import { opening } from '../../../../../server/review/shapes.ts'
import { shown, signedIn } from '../../../answers.ts'
import { accepted } from '../../accepted.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = async (event) => {
  const { person } = signedIn(event)
  return json(await shown(event.locals.app.review.threads(person, event.params.id)))
}

const wanted = opening.omit({ draftId: true }).extend({ act: z.literal('open') })

export const POST: RequestHandler = async (event) => {
  const { person } = signedIn(event)
  const { drafts, review } = event.locals.app
  const draftId = event.params.id
  const right = () => drafts.need(person, draftId, ['comment'])
  const { act: _, ...thread } = await accepted(event, wanted, right)
  return json(await shown(review.open(person, { draftId, ...thread })))
}
