import { yearNow } from '$lib/ui/dates.ts'
import { administrator, shown } from '../../../answers.ts'
import { setsNextNumber } from '../../../next-number.ts'
import { closesSeries, opensSeries } from '../../../series.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const me = administrator(event)
  const { registry } = event.locals.app
  const [registers, faults] = await shown(Promise.all([registry.registers(me), registry.checkNumbers(me)]))
  return { registers, faults, thisYear: yearNow() }
}

export const actions: Actions = {
  next: setsNextNumber,
  add: opensSeries,
  close: closesSeries,
}
