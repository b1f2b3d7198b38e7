import { z } from 'zod'
import { formatDate } from '$lib/ui/dates.ts'
import { id, named, printedLine } from '../../../../../server/access/border.ts'
import { administers, administrator, shown } from '../../../answers.ts'
import { day, optionalDay, several } from '../../../inputs.ts'
import type { Actions, PageServerLoad } from './$types'

/** Who may use the agency's seal key, each use of it, and who signs for whom. */
export const load: PageServerLoad = async (event) => {
  const me = administrator(event)
  const { access, issue } = event.locals.app
  const [seal, delegations, uses, clerks, leaders] = await shown(
    Promise.all([
      access.sealRights(me),
      access.delegations(me),
      issue.sealUses(me),
      access.colleagues(me, { roles: ['clerk'] }),
      access.colleagues(me, { roles: ['leader'] }),
    ]),
  )
  return { seal, delegations, uses, clerks, leaders, today: formatDate(new Date()) }
}

const days = { validFrom: day, validTo: optionalDay }
const dated = { userId: id, validFrom: z.string(), validTo: z.string().nullable(), decision: printedLine(300) }
const sealRight = z.object({ ...dated, capacity: z.enum(['clerk', 'substitute'], 'choice') })
const delegation = z.object({
  ...dated,
  form: z.string(),
  forTitle: printedLine(200),
  kinds: z.array(z.string()),
  matter: printedLine(500, 0).default(''),
})

export const actions: Actions = {
  seal: administers({ fields: sealRight, written: days, form: 'seal' }, ({ locals }, me, given) =>
    locals.app.access.admin.giveSealRight(me, given),
  ),
  sealEnd: administers({ fields: named, form: 'end' }, ({ locals }, me, { id }) =>
    locals.app.access.admin.endSealRight(me, { id }),
  ),
  delegation: administers(
    { fields: delegation, written: { ...days, kinds: several }, form: 'delegation' },
    ({ locals }, me, given) => locals.app.access.admin.giveDelegation(me, given),
  ),
  delegationEnd: administers({ fields: named, form: 'end' }, ({ locals }, me, { id }) =>
    locals.app.access.admin.endDelegation(me, { id }),
  ),
}
