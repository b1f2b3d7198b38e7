import { agencyData } from '../../../../../server/access/office-data.ts'
import { administers, administrator, shown } from '../../../answers.ts'
import { changeActions } from '../changes.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const me = administrator(event)
  const { access } = event.locals.app
  const [agency, changes] = await shown(Promise.all([access.agency(me), access.admin.changes(me, 'agency')]))
  return { agency, changes }
}

export const actions: Actions = {
  ...changeActions('agency'),
  edit: administers({ fields: agencyData }, ({ locals }, me, given) => locals.app.access.admin.editAgency(me, given)),
}
