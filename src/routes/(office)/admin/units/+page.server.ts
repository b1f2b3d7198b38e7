import { id } from '../../../../../server/access/border.ts'
import { unitChange, unitData } from '../../../../../server/access/office-data.ts'
import { administers, administrator, shown } from '../../../answers.ts'
import { checked } from '../../../inputs.ts'
import { changeActions } from '../changes.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const me = administrator(event)
  const { access } = event.locals.app
  const [units, changes] = await shown(Promise.all([access.units(me), access.admin.changes(me, 'unit')]))
  return { units, changes }
}

export const actions: Actions = {
  ...changeActions('unit'),
  add: administers({ fields: unitData, form: 'add' }, ({ locals }, me, given) =>
    locals.app.access.admin.createUnit(me, given),
  ),
  edit: administers(
    { fields: unitChange.extend({ id }), written: { isClosed: checked }, form: 'edit' },
    ({ locals }, me, { id, ...given }) => locals.app.access.admin.editUnit(me, id, given),
  ),
}
