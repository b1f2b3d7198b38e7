import { administrator, shown } from '../../../answers.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => ({
  people: await shown(event.locals.app.access.admin.people(administrator(event))),
})
