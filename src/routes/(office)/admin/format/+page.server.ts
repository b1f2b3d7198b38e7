import { z } from 'zod'
import { type RulePart, RULES_BY_PART } from '$lib/document/check/index.ts'
import { policyData } from '../../../../../server/access/format-policy.ts'
import { administers, administrator, shown } from '../../../answers.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { policy = {} } = await shown(event.locals.app.access.houseRules(administrator(event)))
  const parts = Object.keys(RULES_BY_PART) as RulePart[]
  return {
    parts: parts.map((part) => ({
      part,
      rules: RULES_BY_PART[part]
        .filter(({ isFixed }) => !isFixed)
        .map(({ id, severity, article }) => ({ id, severity, article, own: policy[id] ?? '' })),
    })),
  }
}

/** One answer a rule: "" leaves it as it usually is, and says nothing to the verb. */
const answers = z
  .record(z.string(), z.string('choice'))
  .transform((given) => Object.fromEntries(Object.entries(given).filter(([, severity]) => severity !== '')))
  .pipe(policyData)

export const actions: Actions = {
  default: administers({ fields: answers }, ({ locals }, me, policy) =>
    locals.app.access.admin.setFormatPolicy(me, policy),
  ),
}
