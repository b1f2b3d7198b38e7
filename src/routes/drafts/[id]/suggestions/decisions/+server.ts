/** What was decided on the suggestions of a draft, the newest first; with `?words`, where they stand in it. */
import { json } from '@sveltejs/kit'
import { shown, signedIn } from '../../../../answers.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = async (event) => {
  const { person } = signedIn(event)
  const { searchParams } = event.url
  const words = searchParams.get('words') ?? undefined
  const before = searchParams.get('before') ?? undefined
  return json(await shown(event.locals.app.suggest.decisions(person, { draftId: event.params.id, words, before })))
}
