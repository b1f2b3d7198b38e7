import { z } from 'zod'
import { administrator, answer, shown } from '../../../answers.ts'
import { line, lines, optionalLine } from '../../../inputs.ts'
import { changeActions } from '../changes.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const me = administrator(event)
  const { access } = event.locals.app
  const [agency, changes] = await shown(Promise.all([access.agency(me), access.admin.changes(me, 'agency')]))
  return { agency, changes }
}

const names = z.object({
  parentName: lines(),
  name: lines().pipe(z.string().min(1, 'required')),
  fullName: line(),
  abbreviation: line(40),
  place: line(100),
  contact: lines(500),
})

export const actions: Actions = {
  ...changeActions('agency', names),
  edit: (event) =>
    answer(event, { who: administrator, fields: names.extend({ code: optionalLine(35) }) }, async (given, me) => {
      await event.locals.app.access.admin.editAgency(me, given)
      return { saved: true }
    }),
}
