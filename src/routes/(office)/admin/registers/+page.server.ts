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
    answer(
      event,
      register,
      async (given) => {
        await event.locals.app.registry.createRegister(administrator(event), given)
        return { saved: true }
      },
      'add',
    ),
  close: (event) =>
    answer(
      event,
      z.object({ id }),
      async ({ id }) => {
        await event.locals.app.registry.closeRegister(administrator(event), id)
        return { saved: true }
      },
      'close',
    ),
}
