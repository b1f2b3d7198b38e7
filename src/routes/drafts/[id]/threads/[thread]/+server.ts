/** Acts on one thread: reply, resolve, reopen, and mending one's own words. */
import { json } from '@sveltejs/kit'
import { z } from 'zod'
import { editing, replying } from '../../../../../../server/review/discuss.ts'
import { shown, signedIn } from '../../../../answers.ts'
import { accepted } from '../../../accepted.ts'
import type { RequestHandler } from './$types'

const act = z.discriminatedUnion('act', [
  replying.pick({ text: true }).extend({ act: z.literal('reply') }),
  z.object({ act: z.literal('resolve') }),
  z.object({ act: z.literal('reopen') }),
  editing.omit({ draftId: true }).extend({ act: z.literal('edit') }),
])

export const POST: RequestHandler = async (event) => {
  const { person } = signedIn(event)
  const { drafts, review } = event.locals.app
  const { id: draftId, thread: threadId } = event.params
  const input = await accepted(event, act, () => drafts.need(person, draftId, ['comment']))
  switch (input.act) {
    case 'reply':
      return json(await shown(review.reply(person, { draftId, threadId, text: input.text })))
    case 'edit':
      await shown(review.edit(person, { draftId, commentId: input.commentId, text: input.text }))
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
