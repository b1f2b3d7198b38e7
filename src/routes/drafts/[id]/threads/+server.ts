/** All threads of a draft, and opening one. */
import { json } from '@sveltejs/kit'
import { z } from 'zod'
import { passage, words } from '$lib/editor/margin/limits.ts'
import { accepted } from '../../accepted.ts'
import { shown, signedIn } from '../../../answers.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = async (event) => {
  const { person } = signedIn(event)
  return json(await shown(event.locals.app.review.threads(person, event.params.id)))
}

const opening = passage.extend({ act: z.literal('open'), text: words })

export const POST: RequestHandler = async (event) => {
  const { person } = signedIn(event)
  const { drafts, review } = event.locals.app
  const draftId = event.params.id
  const right = () => drafts.need(person, draftId, ['comment'])
  const { anchor, quote, text } = await accepted(event, opening, right)
  return json(await shown(review.open(person, { draftId, anchor, quote, text })))
}
