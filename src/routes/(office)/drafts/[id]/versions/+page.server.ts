/** The versions of a draft, keeping one under a name, and choosing two to be compared. */
import { naming } from '../../../../../../server/versions/keep.ts'
import { answer, shown, signedIn } from '../../../../answers.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { person } = signedIn(event)
  const { drafts, versions } = event.locals.app
  const { id } = event.params
  const [{ subject, kind }, list] = await shown(Promise.all([drafts.get(person, id), versions.list(person, id)]))
  return { id, subject, kind, ...list }
}

export const actions: Actions = {
  keep: (event) =>
    answer(
      event,
      {
        who: signedIn,
        right: ({ person }) => event.locals.app.drafts.need(person, event.params.id, ['comment']),
        fields: naming,
        known: { draftId: event.params.id },
        form: 'keep',
      },
      (input, { person }) => event.locals.app.versions.keepNamed(person, input),
    ),
}
