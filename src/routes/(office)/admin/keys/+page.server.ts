import { z } from 'zod'
import { byRank } from '$lib/document/rank.ts'
import { named, pin } from '../../../../../server/access/border.ts'
import { administers, administrator, answer, shown } from '../../../answers.ts'
import { file } from '../../../inputs.ts'
import type { Actions, PageServerLoad } from './$types'
import { brought, unlessAsked } from './bring.ts'

export const load: PageServerLoad = async (event) => {
  const me = administrator(event)
  const { access, issue } = event.locals.app
  const [keys, holders, authorities] = await shown(
    Promise.all([issue.keys.list(me), access.colleagues(me, { roles: ['leader'] }), issue.authorities.list()]),
  )
  return { keys, holders: byRank(holders), hasAuthority: authorities.length > 0, now: new Date() }
}

const key = z.object({ ...brought, pkcs12: file, pin, serial: z.string().max(100).optional() })

export const actions: Actions = {
  add: (event) =>
    answer(event, { who: administrator, fields: key, form: 'add' }, ({ holder, pkcs12, ...given }, me) =>
      unlessAsked(() => event.locals.app.issue.keys.import(me, { ...given, userId: holder, pkcs12: pkcs12.bytes }), {
        form: 'add',
        field: 'pkcs12',
        holder,
        values: given.serial ? { serial: given.serial } : {},
      }),
    ),
  retire: administers({ fields: named, form: 'retire' }, ({ locals }, me, { id }) =>
    locals.app.issue.keys.retire(me, id),
  ),
}
