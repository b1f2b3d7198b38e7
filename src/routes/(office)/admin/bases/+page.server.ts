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
    answer(
      event,
      basis,
      async (given) => {
        await event.locals.app.access.admin.createBasis(administrator(event), given)
        return { saved: true }
      },
      'add',
    ),
  edit: (event) =>
    answer(
      event,
      basis.extend({ id }),
      async ({ id, ...given }) => {
        await event.locals.app.access.admin.editBasis(administrator(event), id, given)
        return { saved: true }
      },
      'edit',
    ),
  remove: (event) =>
    answer(event, z.object({ id }), async (given) => {
      await event.locals.app.access.admin.removeBasis(administrator(event), given.id)
      return { saved: true }
    }),
  restore: (event) =>
    answer(event, z.object({ id }), async (given) => {
      await event.locals.app.access.admin.restoreBasis(administrator(event), given.id)
      return { saved: true }
    }),
}
