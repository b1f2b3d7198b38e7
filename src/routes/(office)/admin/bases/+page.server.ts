import { z } from 'zod'
import { administrator, answer, shown } from '../../../answers.ts'
import { day, id, line, optionalDay, optionalLine } from '../../../inputs.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => ({
  bases: await shown(event.locals.app.access.bases(administrator(event))),
  removed: await shown(event.locals.app.access.removedBases(administrator(event))),
})

const basis = z.object({ wording: line(600), validFrom: day, validTo: optionalDay, replacedBy: optionalLine(600) })

export const actions: Actions = {
  add: (event) =>
    answer(event, { who: administrator, fields: basis, form: 'add' }, async (given, me) => {
      await event.locals.app.access.admin.createBasis(me, given)
      return { saved: true }
    }),
  edit: (event) =>
    answer(event, { who: administrator, fields: basis.extend({ id }), form: 'edit' }, async ({ id, ...given }, me) => {
      await event.locals.app.access.admin.editBasis(me, id, given)
      return { saved: true }
    }),
  remove: (event) =>
    answer(event, { who: administrator, fields: z.object({ id }) }, async (given, me) => {
      await event.locals.app.access.admin.removeBasis(me, given.id)
      return { saved: true }
    }),
  restore: (event) =>
    answer(event, { who: administrator, fields: z.object({ id }) }, async (given, me) => {
      await event.locals.app.access.admin.restoreBasis(me, given.id)
      return { saved: true }
    }),
}
