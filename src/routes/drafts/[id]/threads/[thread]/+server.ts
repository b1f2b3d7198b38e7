/** Acts on one thread: reply, resolve, reopen, and mending one's own words or taking them away. */
import { json } from '@sveltejs/kit'
import { z } from 'zod'
import { deleting, editing, replying } from '../../../../../../server/review/shapes.ts'
import { shown, signedIn } from '../../../../answers.ts'
import { accepted } from '../../../accepted.ts'
import type { RequestHandler } from './$types'

const act = z.discriminatedUnion('act', [
  replying.pick({ text: true, mentions: true }).extend({ act: z.literal('reply') }),
  z.object({ act: z.literal('resolve') }),
  z.object({ act: z.literal('reopen') }),
  editing.omit({ draftId: true }).extend({ act: z.literal('edit') }),
  deleting.omit({ draftId: true }).extend({ act: z.literal('delete') }),
])

export const POST: RequestHandler = async (event) => {
  const { person } = signedIn(event)
  const { drafts, review } = event.locals.app
  const { id: draftId, thread: threadId } = event.params
  // Ticking off is open longer than speaking: each act asks for its own right.
  const input = await accepted(event, act, () => drafts.need(person, draftId, ['resolve']))
  switch (input.act) {
    case 'reply': {
      const { text, mentions } = input
      return json(await shown(review.reply(person, { draftId, threadId, text, mentions })))
    }
    case 'edit': {
      const { commentId, text, mentions } = input
      await shown(review.edit(person, { draftId, commentId, text, mentions }))
      break
    }
    case 'delete':
      await shown(review.delete(person, { draftId, commentId: input.commentId }))
      break
    case 'resolve':
      await shown(review.resolve(person, { draftId, threadId }))
      break
    case 'reopen':
      await shown(review.reopen(person, { draftId, threadId }))
      break
  }
  return json({})
}
