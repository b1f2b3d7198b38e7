import { z } from 'zod'
import { administrator, answer, shown } from '../../../answers.ts'
import { line, lines, optionalLine } from '../../../inputs.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => ({
  agency: await shown(event.locals.app.access.agency(administrator(event))),
})

const agency = z.object({
  parentName: lines(),
  name: lines().pipe(z.string().min(1, 'required')),
  fullName: line(),
  abbreviation: line(40),
  place: line(100),
  contact: lines(500),
  code: optionalLine(35),
})

export const actions: Actions = {
  default: (event) =>
    answer(event, agency, async (given) => {
      await event.locals.app.access.admin.editAgency(administrator(event), given)
      return { saved: true }
    }),
}
