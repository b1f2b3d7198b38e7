import type { RequestEvent } from '@sveltejs/kit'
import { z } from 'zod'
import { personData } from '../../../../../../server/access/office-data.ts'
import { administers, administrator, answer, shown } from '../../../../answers.ts'
import { leftOpen, several } from '../../../../inputs.ts'
import { changeActions } from '../../changes.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const me = administrator(event)
  const { access } = event.locals.app
  const [person, units, all] = await shown(
    Promise.all([access.admin.person(me, event.params.id), access.units(me), access.admin.changes(me, 'person')]),
  )
  const changes = all.filter(({ subjectId }) => subjectId === person.id)
  return { one: person, units, changes, isMe: person.id === me.id }
}

const nothing = z.object({})
const one = ({ params }: RequestEvent) => params.id ?? ''

export const actions: Actions = {
  ...changeActions('person'),
  edit: administers({ fields: personData, written: { unitId: leftOpen, roles: several } }, (event, me, given) =>
    event.locals.app.access.admin.editPerson(me, one(event), given),
  ),
  lock: administers({ fields: nothing, form: 'entry' }, (event, me) =>
    event.locals.app.access.admin.lock(me, one(event)),
  ),
  unlock: administers({ fields: nothing, form: 'entry' }, (event, me) =>
    event.locals.app.access.admin.unlock(me, one(event)),
  ),
  reset: (event) =>
    answer(event, { who: administrator, fields: nothing, form: 'entry' }, (_, me) =>
      event.locals.app.access.admin.resetPassword(me, event.params.id),
    ),
}
