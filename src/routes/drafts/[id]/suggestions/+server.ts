/** All suggestions of a draft; putting and taking back one's own, taking one apart, and deciding. */
import { json } from '@sveltejs/kit'
import { z } from 'zod'
import { deciding, keeping, parting } from '../../../../../server/suggest/shapes.ts'
import { shown, signedIn } from '../../../answers.ts'
import { accepted } from '../../accepted.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = async (event) => {
  const { person } = signedIn(event)
  return json(await shown(event.locals.app.suggest.list(person, event.params.id)))
}

/** The verb gives up after thirty seconds; what it has in hand then is a matter of some statements. */
const DECIDING_MS = 55_000

const wanted = z.discriminatedUnion('act', [
  keeping.omit({ draftId: true }).extend({ act: z.literal('keep') }),
  deciding.omit({ draftId: true }).extend({ act: z.literal('decide') }),
  parting.omit({ draftId: true }).extend({ act: z.literal('part') }),
])

export const POST: RequestHandler = async (event) => {
  const { person } = signedIn(event)
  const { drafts, suggest } = event.locals.app
  const draftId = event.params.id
  const input = await accepted(event, wanted, () => drafts.need(person, draftId, ['suggest', 'decide']))
  if (input.act === 'keep') return json(await shown(suggest.keep(person, { ...input, draftId })))
  if (input.act === 'part') {
    await shown(suggest.takeApart(person, { ...input, draftId }))
    return json({})
  }
  return json(await shown(suggest.decide(person, { ...input, draftId }), { ms: DECIDING_MS }))
}
