import { z } from 'zod'
import { named } from '../../../../../server/access/border.ts'
import { administers, administrator, shown } from '../../../answers.ts'
import { file } from '../../../inputs.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  administrator(event)
  return { authorities: await shown(event.locals.app.issue.authorities.list()) }
}

export const actions: Actions = {
  add: administers({ fields: z.object({ certificate: file }), form: 'add' }, ({ locals }, me, { certificate }) =>
    locals.app.issue.authorities.trust(me, certificate.bytes),
  ),
  remove: administers({ fields: named, form: 'remove' }, ({ locals }, me, { id }) =>
    locals.app.issue.authorities.distrust(me, id),
  ),
}
