import { formatDate, yearNow } from '$lib/ui/dates.ts'
import { needWithRegisters } from '../../../../../server/access/registers.ts'
import { shown, signedIn } from '../../../answers.ts'
import { setsNextNumber } from '../../../next-number.ts'
import { addsSuffixed, closesSeries, givesBack, keepsNumbers, opensSeries } from '../../../series.ts'
import type { Actions, PageServerLoad } from './$types'

/** How the office numbers: its series, numbers kept ahead, numbers by decision. For clerks and administrators. */
export const load: PageServerLoad = async (event) => {
  const { person } = signedIn(event)
  await shown((async () => needWithRegisters(person, 'start'))())
  const { registry } = event.locals.app
  const thisYear = yearNow()
  const [registers, faults, reserved] = await shown(
    Promise.all([
      registry.registers(person),
      registry.checkNumbers(person),
      registry.reserved(person, { year: thisYear }),
    ]),
  )
  return { registers, faults, reserved, thisYear, today: formatDate(new Date()) }
}

export const actions: Actions = {
  next: setsNextNumber,
  add: opensSeries,
  close: closesSeries,
  keep: keepsNumbers,
  suffixed: addsSuffixed,
  giveBack: givesBack,
}
