/** Cancelling the number of a draft, from its own page and from the sheet of its ceremony. */
import type { RequestEvent } from '@sveltejs/kit'
import { voiding } from '../../../server/issue/void.ts'
import { answer, signedIn } from '../answers.ts'

export const voids = (event: RequestEvent<{ id: string }>) => {
  const { app } = event.locals
  const { id } = event.params
  return answer(
    event,
    { who: signedIn, right: ({ person }) => app.drafts.need(person, id, ['void']), fields: voiding, form: 'void' },
    (input, { person }) => app.issue.void(person, id, input),
  )
}
