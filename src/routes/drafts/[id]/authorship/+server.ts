/** Who wrote the words that somebody points at. */
import { json } from '@sveltejs/kit'
import { pointing } from '../../../../../server/versions/authorship.ts'
import { shown, signedIn } from '../../../answers.ts'
import { accepted } from '../../accepted.ts'
import type { RequestHandler } from './$types'

/** Some twenty moments of the text are read for it. */
const LOOKING_MS = 25_000

export const POST: RequestHandler = async (event) => {
  const { person } = signedIn(event)
  const { drafts, versions } = event.locals.app
  const draftId = event.params.id
  const wanted = await accepted(event, pointing.omit({ draftId: true }), () => drafts.need(person, draftId, ['see']))
  return json(await shown(versions.whoWrote(person, { draftId, ...wanted }), { ms: LOOKING_MS }))
}
