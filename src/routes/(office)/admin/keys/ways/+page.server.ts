import { z } from 'zod'
import { wayChoice } from '../../../../../../server/issue/keys/ways.ts'
import { administers, administrator, shown } from '../../../../answers.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const me = administrator(event)
  const { keys } = event.locals.app.issue
  const [ways, all] = await shown(Promise.all([keys.ways(me), keys.list(me)]))
  return { ways, keys: all.filter(({ state }) => state !== 'retired') }
}

const given = z.object({ way: wayChoice.shape.way, use: z.enum(['yes', 'no'], 'choice') })

export const actions: Actions = {
  default: administers({ fields: given }, ({ locals }, me, { way, use }) =>
    locals.app.issue.keys.chooseWay(me, { way, isUsed: use === 'yes' }),
  ),
}
