import { named } from '../../../../../server/access/border.ts'
import { newRegister } from '../../../../../server/registry/registers.ts'
import { administers, administrator, shown } from '../../../answers.ts'
import { several } from '../../../inputs.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => ({
  registers: await shown(event.locals.app.registry.registers(administrator(event))),
})

export const actions: Actions = {
  add: administers({ fields: newRegister, written: { kinds: several }, form: 'add' }, ({ locals }, me, given) =>
    locals.app.registry.createRegister(me, given),
  ),
  close: administers({ fields: named, form: 'close' }, ({ locals }, me, { id }) =>
    locals.app.registry.closeRegister(me, id),
  ),
}
