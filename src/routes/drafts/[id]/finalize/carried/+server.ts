/** What the browser of whoever is asked carries to the program at their PC, and brings back (docs/companion-protocol.md). */
import { json } from '@sveltejs/kit'
import { carried } from '../../../../../../server/issue/requests/carry.ts'
import { shown, signedIn } from '../../../../answers.ts'
import { accepted } from '../../../accepted.ts'
import type { RequestHandler } from './$types'

/** A time-stamping authority may be asked on the way. */
const EMBEDDING_MS = 30_000

export const GET: RequestHandler = async (event) => {
  const { person } = signedIn(event)
  const order = await shown(event.locals.app.issue.toCarry(person, event.params.id))
  return json(order, { headers: { 'cache-control': 'no-store' } })
}

export const POST: RequestHandler = async (event) => {
  const { person } = signedIn(event)
  const { drafts, issue } = event.locals.app
  const { id } = event.params
  const given = await accepted(event, carried, () => drafts.need(person, id, ['finalize', 'seal']))
  await shown(issue.carryBack(person, id, given), { ms: EMBEDDING_MS })
  return json({ done: true })
}
