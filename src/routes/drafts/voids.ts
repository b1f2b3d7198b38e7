/** Cancelling the number of a draft, from its own page and from the sheet of its ceremony. */
import type { RequestEvent } from '@sveltejs/kit'
import { z } from 'zod'
import { answer, signedIn } from '../answers.ts'

const fields = z.object({
  step: z.coerce.number().int().nonnegative(),
  reason: z.string('required').trim().min(1, 'required').max(2000, 'too_long'),
})

export const voids = (event: RequestEvent<{ id: string }>) => {
  const { app } = event.locals
  const { id } = event.params
  return answer(
    event,
    { who: signedIn, right: ({ person }) => app.drafts.need(person, id, ['void']), fields, form: 'void' },
    (input, { person }) => app.issue.void(person, id, input),
  )
}
