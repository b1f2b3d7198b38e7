import { agencyData } from '../../../../../server/access/office-data.ts'
import { ownData } from '../../../../../server/access/own-suggestions.ts'
import { administers, administrator, shown } from '../../../answers.ts'
import { changeActions } from '../changes.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const me = administrator(event)
  const { access } = event.locals.app
  const [agency, changes, acceptsOwn] = await shown(
    Promise.all([access.agency(me), access.admin.changes(me, 'agency'), access.acceptsOwn(me)]),
  )
  return { agency, changes, acceptsOwn }
}

export const actions: Actions = {
  ...changeActions('agency'),
  own: administers({ fields: ownData, form: 'own' }, ({ locals }, me, given) =>
    locals.app.access.admin.setAcceptsOwn(me, given),
  ),
  edit: administers({ fields: agencyData }, ({ locals }, me, given) => locals.app.access.admin.editAgency(me, given)),
}
