/** What changed since this person last read or decided, with what they have ticked off. */
import { z } from 'zod'
import type { Person } from '../../../../../../../server/access/person.ts'
import { finishing, ticking } from '../../../../../../../server/versions/compared.ts'
import { answer, shown, signedIn } from '../../../../../answers.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

const COMPARE_MS = 12_000

export const load: PageServerLoad = async (event) => {
  const { person } = signedIn(event)
  const { app } = event.locals
  const { drafts, versions } = app
  const { id } = event.params
  const [{ subject }, unread] = await shown(Promise.all([drafts.get(person, id), versions.unread(person, id)]), {
    ms: COMPARE_MS,
  })
  await app.pace.turn()
  return { id, subject, ...unread }
}

const isSeen = z.literal(['true', 'false']).transform((text) => text === 'true')

const asked = (event: RequestEvent) => ({
  who: signedIn,
  right: ({ person }: { person: Person }) => event.locals.app.versions.need(person, event.params.id),
  known: { draftId: event.params.id },
})

export const actions: Actions = {
  tick: (event) =>
    answer(event, { ...asked(event), fields: ticking, written: { isSeen }, form: 'tick' }, (input, { person }) =>
      event.locals.app.versions.tick(person, input),
    ),
  finish: (event) =>
    answer(event, { ...asked(event), fields: finishing, form: 'finish' }, (input, { person }) =>
      event.locals.app.versions.finish(person, input),
    ),
}
