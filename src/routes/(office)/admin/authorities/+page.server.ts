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
      z.object({ certificate: file }),
      async ({ certificate }) => {
        const bytes = new Uint8Array(await certificate.arrayBuffer())
        await event.locals.app.issue.authorities.trust(administrator(event), bytes)
        return { saved: true }
      },
      'add',
    ),
  remove: (event) =>
    answer(
      event,
      z.object({ id }),
      async ({ id }) => {
        await event.locals.app.issue.authorities.distrust(administrator(event), id)
        return { saved: true }
      },
      'remove',
    ),
}
