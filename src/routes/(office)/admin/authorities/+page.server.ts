import { z } from 'zod'
import { administrator, answer, shown } from '../../../answers.ts'
import { file, id } from '../../../inputs.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  administrator(event)
  return { authorities: await shown(event.locals.app.issue.authorities.list()) }
}

export const actions: Actions = {
  add: (event) =>
    answer(
      event,
      { who: administrator, fields: z.object({ certificate: file }), form: 'add' },
      async ({ certificate }, me) => {
        const bytes = new Uint8Array(await certificate.arrayBuffer())
        await event.locals.app.issue.authorities.trust(me, bytes)
        return { saved: true }
      },
    ),
  remove: (event) =>
    answer(event, { who: administrator, fields: z.object({ id }), form: 'remove' }, async ({ id }, me) => {
      await event.locals.app.issue.authorities.distrust(me, id)
      return { saved: true }
    }),
}
