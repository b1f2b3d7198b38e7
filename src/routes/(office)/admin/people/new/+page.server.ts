import { newPerson } from '../../../../../../server/access/office-data.ts'
import { administrator, answer, shown } from '../../../../answers.ts'
import { leftOpen, several } from '../../../../inputs.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => ({
  units: await shown(event.locals.app.access.units(administrator(event))),
})

export const actions: Actions = {
  default: (event) =>
    answer(
      event,
      { who: administrator, fields: newPerson, written: { unitId: leftOpen, roles: several } },
      async (given, me) => {
        const { id, password } = await event.locals.app.access.admin.createPerson(me, given)
        return { created: { id, name: given.name, username: given.username, password } }
      },
    ),
}
