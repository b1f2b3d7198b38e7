import { z } from 'zod'
import { AppError } from '$lib/errors.ts'
import { administrator, answer, shown } from '../../../../answers.ts'
import { changeActions } from '../../changes.ts'
import { personInput } from '../person-input.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const me = administrator(event)
  const { access } = event.locals.app
  const [people, units, all] = await shown(
    Promise.all([access.admin.people(me), access.units(me), access.admin.changes(me, 'person')]),
  )
  const person = people.find((one) => one.id === event.params.id)
  if (!person) return shown(Promise.reject<never>(new AppError('not_found')))
  const changes = all.filter(({ subjectId }) => subjectId === person.id)
  return { one: person, units, changes, isMe: person.id === me.id }
}

const nothing = z.object({})

export const actions: Actions = {
  ...changeActions('person', personInput.pick({ position: true })),
  edit: (event) =>
    answer(event, { who: administrator, fields: personInput }, async (given, me) => {
      await event.locals.app.access.admin.editPerson(me, event.params.id, given)
      return { saved: true }
    }),
  lock: (event) =>
    answer(event, { who: administrator, fields: nothing, form: 'entry' }, async (_, me) => {
      await event.locals.app.access.admin.lock(me, event.params.id)
      return { saved: true }
    }),
  unlock: (event) =>
    answer(event, { who: administrator, fields: nothing, form: 'entry' }, async (_, me) => {
      await event.locals.app.access.admin.unlock(me, event.params.id)
      return { saved: true }
    }),
  reset: (event) =>
    answer(event, { who: administrator, fields: nothing, form: 'entry' }, (_, me) =>
      event.locals.app.access.admin.resetPassword(me, event.params.id),
    ),
}
