import { z } from 'zod'
import { named } from '../../../../../server/access/border.ts'
import { basisData } from '../../../../../server/access/house-rules.ts'
import { administers, administrator, shown } from '../../../answers.ts'
import { day, optionalDay } from '../../../inputs.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => ({
  bases: await shown(event.locals.app.access.bases(administrator(event))),
  removed: await shown(event.locals.app.access.removedBases(administrator(event))),
})

const days = { validFrom: day, validTo: optionalDay }

export const actions: Actions = {
  add: administers({ fields: basisData, written: days, form: 'add' }, ({ locals }, me, given) =>
    locals.app.access.admin.createBasis(me, given),
  ),
  edit: administers(
    { fields: z.intersection(named, basisData), written: days, form: 'edit' },
    ({ locals }, me, { id, ...given }) => locals.app.access.admin.editBasis(me, id, given),
  ),
  remove: administers({ fields: named }, ({ locals }, me, { id }) => locals.app.access.admin.removeBasis(me, id)),
  restore: administers({ fields: named }, ({ locals }, me, { id }) => locals.app.access.admin.restoreBasis(me, id)),
}
