import { checkChain } from '../../../../../server/audit/index.ts'
import { administrator, shown } from '../../../answers.ts'
import type { Actions, PageServerLoad } from './$types'

/** The record of years is read whole. */
const CHECK_MS = 60_000

export const load: PageServerLoad = (event) => {
  administrator(event)
}

export const actions: Actions = {
  default: async (event) => {
    administrator(event)
    return { check: await shown(checkChain(event.locals.app.db), { ms: CHECK_MS }), at: new Date() }
  },
}
