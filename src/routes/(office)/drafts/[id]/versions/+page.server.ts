/** The versions of a draft, keeping one under a name, and choosing two to be compared. */
import { z } from 'zod'
import { naming } from '../../../../../../server/versions/keep.ts'
import { answer, shown, signedIn } from '../../../../answers.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { person } = signedIn(event)
  const { drafts, versions } = event.locals.app
  const { id } = event.params
  const before = z.coerce.number().int().min(1).max(1e9).optional().catch(undefined)
  const from = before.parse(event.url.searchParams.get('before') ?? undefined)
  const [{ subject, kind }, list] = await shown(Promise.all([drafts.get(person, id), versions.list(person, id, from)]))
  return { id, subject, kind, from: from ?? null, ...list }
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
