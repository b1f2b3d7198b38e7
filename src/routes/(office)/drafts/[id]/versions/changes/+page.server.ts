/** What changed since this person last read or decided, with what they have ticked off. */
import { z } from 'zod'
import { finishing, ticking } from '../../../../../../../server/versions/compared.ts'
import { answer, shown, signedIn } from '../../../../../answers.ts'
import type { Actions, PageServerLoad } from './$types'

const COMPARE_MS = 12_000

export const load: PageServerLoad = async (event) => {
  const { person } = signedIn(event)
  const { drafts, versions } = event.locals.app
  const { id } = event.params
  const [{ subject }, unread] = await shown(Promise.all([drafts.get(person, id), versions.unread(person, id)]), {
    ms: COMPARE_MS,
  })
  return { id, subject, ...unread }
}

const isSeen = z.literal(['true', 'false']).transform((text) => text === 'true')

export const actions: Actions = {
  tick: (event) =>
    answer(
      event,
      { who: signedIn, fields: ticking, written: { isSeen }, known: { draftId: event.params.id }, form: 'tick' },
      (input, { person }) => event.locals.app.versions.tick(person, input),
    ),
  finish: (event) =>
    answer(
      event,
      { who: signedIn, fields: finishing, known: { draftId: event.params.id }, form: 'finish' },
      (input, { person }) => event.locals.app.versions.finish(person, input),
    ),
}
