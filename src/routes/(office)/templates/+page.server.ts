import { redirect } from '@sveltejs/kit'
import { named } from '../../../../server/access/border.ts'
import { renaming, sharing } from '../../../../server/templates/manage.ts'
import { saving } from '../../../../server/templates/save.ts'
import { answer, shown, signedIn } from '../../answers.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { person } = signedIn(event)
  return { templates: await shown(event.locals.app.templates.list(person)) }
}

export const actions: Actions = {
  save: (event) =>
    answer(event, { who: signedIn, fields: saving, form: 'template' }, async (given, { person }) => {
      await event.locals.app.templates.save(person, given)
    }),
  begin: (event) =>
    answer(event, { who: signedIn, fields: named, form: 'begin' }, async (given, { person }) => {
      const { id } = await event.locals.app.templates.begin(person, given)
      redirect(303, `/drafts/${id}`)
    }),
  rename: (event) =>
    answer(event, { who: signedIn, fields: renaming, form: 'rename' }, async (given, { person }) => {
      await event.locals.app.templates.rename(person, given)
    }),
  share: (event) =>
    answer(event, { who: signedIn, fields: sharing, form: 'share' }, async (given, { person }) => {
      await event.locals.app.templates.share(person, given)
    }),
  remove: (event) =>
    answer(event, { who: signedIn, fields: named, form: 'remove' }, async (given, { person }) => {
      await event.locals.app.templates.remove(person, given)
    }),
}
