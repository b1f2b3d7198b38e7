import { z } from 'zod'
import { byRank } from '$lib/document/rank.ts'
import { subscriber } from '../../../../../../server/issue/keys/import-phone.ts'
import { administrator, answer, shown } from '../../../../answers.ts'
import { brought, unlessAsked } from '../bring.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const me = administrator(event)
  const { access, issue } = event.locals.app
  const holders = await shown(access.colleagues(me, { roles: ['leader'] }))
  return { isOffered: issue.keys.offersPhone(me), holders: byRank(holders) }
}

const given = z.object({ ...brought, subscriber, key: z.string('choice').min(1, 'choice').max(200, 'choice') })

export const actions: Actions = {
  find: (event) =>
    answer(
      event,
      { who: administrator, fields: z.object({ subscriber }), form: 'find' },
      async ({ subscriber }, me) => ({
        found: { subscriber, keys: await event.locals.app.issue.keys.ofPhone(me, subscriber) },
      }),
    ),
  add: (event) =>
    answer(event, { who: administrator, fields: given, form: 'add' }, ({ key, holder, ...how }, me) =>
      unlessAsked(() => event.locals.app.issue.keys.importPhone(me, { ...how, serial: key, userId: holder }), {
        ...{ form: 'add', field: 'key', holder },
        values: { subscriber: how.subscriber, key },
      }),
    ),
}
