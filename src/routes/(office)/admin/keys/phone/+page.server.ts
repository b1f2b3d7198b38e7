import { z } from 'zod'
import { byRank } from '$lib/document/rank.ts'
import { phoneQuestion } from '../../../../../../server/issue/keys/import-phone.ts'
import { administrator, answer, shown } from '../../../../answers.ts'
import { brought, unlessAsked } from '../bring.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const me = administrator(event)
  const { access, issue } = event.locals.app
  const holders = await shown(access.colleagues(me, { roles: ['leader'] }))
  return { services: issue.keys.phoneServices(me), holders: byRank(holders) }
}

const given = phoneQuestion.extend({ ...brought, key: z.string('choice').min(1, 'choice').max(200, 'choice') })

export const actions: Actions = {
  find: (event) =>
    answer(event, { who: administrator, fields: phoneQuestion, form: 'find' }, async (asked, me) => ({
      found: { ...asked, keys: await event.locals.app.issue.keys.ofPhone(me, asked) },
    })),
  add: (event) =>
    answer(event, { who: administrator, fields: given, form: 'add' }, ({ key, holder, ...how }, me) =>
      unlessAsked(() => event.locals.app.issue.keys.importPhone(me, { ...how, serial: key, userId: holder }), {
        ...{ form: 'add', field: 'key', holder },
        values: { service: how.service, subscriber: how.subscriber, key },
      }),
    ),
}
