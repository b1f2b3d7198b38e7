import { yearNow } from '$lib/ui/dates.ts'
import { named } from '../../../../../server/access/border.ts'
import { newRegister } from '../../../../../server/registry/registers.ts'
import { administers, administrator, shown } from '../../../answers.ts'
import { several } from '../../../inputs.ts'
import { setsNextNumber } from '../../../next-number.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const me = administrator(event)
  const { registry } = event.locals.app
  const [registers, faults] = await shown(Promise.all([registry.registers(me), registry.checkNumbers(me)]))
  return { registers, faults, thisYear: yearNow() }
}

export const actions: Actions = {
  next: setsNextNumber,
  add: administers({ fields: newRegister, written: { kinds: several }, form: 'add' }, ({ locals }, me, given) =>
    locals.app.registry.createRegister(me, given),
  ),
  close: administers({ fields: named, form: 'close' }, ({ locals }, me, { id }) =>
    locals.app.registry.closeRegister(me, id),
  ),
}
