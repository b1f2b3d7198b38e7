/** The picture of one's own signature. */
import { answer, shown, signedIn } from '../../../answers.ts'
import { nothing, pictureForm, pictureGiven, pictureShown } from '../../../keys/picture/pictures.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { person } = signedIn(event)
  const picture = await shown(event.locals.app.issue.keys.picture(person, person.id))
  return { ...pictureShown(picture, person.id), name: person.name, position: person.position }
}

export const actions: Actions = {
  keep: (event) =>
    answer(event, { who: signedIn, fields: pictureForm, form: 'keep' }, async ({ imagePng }, { person }) => {
      await event.locals.app.issue.keys.setPicture(person, pictureGiven(person.id, imagePng))
      return { saved: true }
    }),
  remove: (event) =>
    answer(event, { who: signedIn, fields: nothing, form: 'remove' }, async (_none, { person }) => {
      await event.locals.app.issue.keys.setPicture(person, { userId: person.id, imagePng: null })
      return { removed: true }
    }),
}
