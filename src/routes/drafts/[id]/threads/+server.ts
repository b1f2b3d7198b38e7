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
  const { anchor, quote, text } = await accepted(event, opening)
  return json(await shown(event.locals.app.review.open(person, { draftId: event.params.id, anchor, quote, text })))
}
