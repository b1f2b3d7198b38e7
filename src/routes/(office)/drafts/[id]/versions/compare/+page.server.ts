/** Two texts of a draft compared; from here one clause, or all, can be brought back as the older one has it. */
import { restoring } from '../../../../../../../server/versions/restore.ts'
import { answer, shown, signedIn } from '../../../../../answers.ts'
import type { Actions, PageServerLoad } from './$types'
import { textAsked } from './asked.ts'

/** The process that compares gives up by itself. */
const COMPARE_MS = 12_000

export const load: PageServerLoad = async (event) => {
  const { person } = signedIn(event)
  const { app } = event.locals
  const { versions } = app
  const { id } = event.params
  const [compared, life] = await shown(
    Promise.all([
      versions.compare(person, { draftId: id, from: textAsked(event.url, 'from'), to: textAsked(event.url, 'to') }),
      versions.marks(person, id),
    ]),
    { ms: COMPARE_MS },
  )
  await app.pace.turn()
  return { id, ...compared, mayRestore: life.mayRestore && compared.to.which.is === 'now' }
}

export const actions: Actions = {
  restore: (event) =>
    answer(
      event,
      {
        who: signedIn,
        right: ({ person }) => event.locals.app.drafts.need(person, event.params.id, ['write']),
        fields: restoring,
        known: { draftId: event.params.id },
        form: 'restore',
      },
      (input, { person }) => event.locals.app.versions.restore(person, input),
    ),
}
