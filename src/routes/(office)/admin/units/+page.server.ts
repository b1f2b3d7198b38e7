import { z } from 'zod'
import { administrator, answer, shown } from '../../../answers.ts'
import { id, line } from '../../../inputs.ts'
import { changeActions } from '../changes.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const me = administrator(event)
  const { access } = event.locals.app
  const [units, changes] = await shown(Promise.all([access.units(me), access.admin.changes(me, 'unit')]))
  return { units, changes }
}

const unit = z.object({ name: line(), abbreviation: line(20) })

export const actions: Actions = {
  ...changeActions('unit', unit),
  add: (event) =>
    answer(event, { who: administrator, fields: unit, form: 'add' }, async (given, me) => {
      await event.locals.app.access.admin.createUnit(me, given)
      return { saved: true }
    }),
  edit: (event) =>
    answer(
      event,
      { who: administrator, fields: unit.extend({ id, isClosed: z.literal('on').optional() }), form: 'edit' },
      async ({ id, name, abbreviation, isClosed }, me) => {
        const changed = { name, abbreviation, isClosed: isClosed === 'on' }
        await event.locals.app.access.admin.editUnit(me, id, changed)
        return { saved: true }
      },
    ),
}
