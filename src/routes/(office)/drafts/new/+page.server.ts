import { redirect } from '@sveltejs/kit'
import { emptyDraft } from '../../../../../server/drafts/create.ts'
import { answer, signedIn } from '../../../answers.ts'
import { deadline } from '../../../inputs.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = (event) => {
  signedIn(event)
  return { limitBytes: event.locals.app.config.uploadLimitBytes }
}

export const actions: Actions = {
  default: (event) =>
    answer(event, { who: signedIn, fields: emptyDraft, written: { dueAt: deadline } }, async (given, { person }) => {
      const { id } = await event.locals.app.drafts.create(person, given)
      redirect(303, `/drafts/${id}`)
    }),
}
