import { z } from 'zod'
import { isKindId } from '$lib/document/kinds.ts'
import { administrator, answer, shown } from '../../../answers.ts'
import { id, line, several } from '../../../inputs.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => ({
  registers: await shown(event.locals.app.registry.registers(administrator(event))),
})

const register = z.object({ name: line(), kinds: several(z.string().refine(isKindId, 'choice')) })

export const actions: Actions = {
  add: (event) =>
    answer(event, { who: administrator, fields: register, form: 'add' }, async (given, me) => {
      await event.locals.app.registry.createRegister(me, given)
      return { saved: true }
    }),
  close: (event) =>
    answer(event, { who: administrator, fields: z.object({ id }), form: 'close' }, async ({ id }, me) => {
      await event.locals.app.registry.closeRegister(me, id)
      return { saved: true }
    }),
}
