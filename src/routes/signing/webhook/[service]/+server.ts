/**
 * Called by signing services, and by anybody who likes: it makes the next look at a request come sooner, and tells nothing. What the
 * services call the request's name differs; whichever is there is taken.
 */
import { z } from 'zod'
import { SERVICES } from '../../../../../server/issue/providers/remote/services.ts'
import { accepted } from '../../../drafts/accepted.ts'
import type { RequestHandler } from './$types'

const name = z.string().min(1).max(200).optional()
const told = z.object({ transaction_id: name, transactionId: name, tran_id: name, requestID: name })

export const POST: RequestHandler = async (event) => {
  if (!SERVICES.some((one) => one === event.params.service)) return new Response(null, { status: 404 })
  const given = await accepted(event, told)
  const request = given.transaction_id ?? given.transactionId ?? given.tran_id ?? given.requestID
  if (request !== undefined) await event.locals.app.issue.nudge(request)
  return new Response(null, { status: 204 })
}
