import { byRank } from '$lib/document/rank.ts'
import { administrator, answer, shown } from '../../../../answers.ts'
import { brought, carriedKey, unlessAsked } from '../bring.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const me = administrator(event)
  const { access, companion } = event.locals.app
  const [holders, offered] = await shown(
    Promise.all([access.colleagues(me, { roles: ['leader'] }), companion.offered()]),
  )
  return { holders: byRank(holders), offered, name: me.name }
}

const given = carriedKey.extend(brought)

export const actions: Actions = {
  default: (event) =>
    answer(event, { who: administrator, fields: given }, ({ key: certificate, holder, ...how }, me) =>
      unlessAsked(() => event.locals.app.issue.keys.importPc(me, { ...how, certificate, userId: holder }), {
        ...{ form: '', field: 'key', holder, values: {} },
      }),
    ),
}
