import { z } from 'zod'
import { administers, administrator } from '../../../answers.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = (event) => {
  const me = administrator(event)
  return { standing: event.locals.app.issue.standing.read(me), now: new Date() }
}

export const actions: Actions = {
  try: administers({ fields: z.object({}), form: 'try' }, async ({ locals }, me) => {
    await locals.app.issue.standing.try(me)
  }),
}
