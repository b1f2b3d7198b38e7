import { z } from 'zod'
import { RULES_BY_PART, type RulePart } from '$lib/document/check/index.ts'
import { administrator, answer, shown } from '../../../answers.ts'
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

/** One answer a rule: "" leaves it as it usually is. */
const severities = z.record(z.string(), z.enum(['', 'fault', 'advice', 'off'], 'choice'))

export const actions: Actions = {
  default: (event) =>
    answer(event, { who: administrator, fields: severities }, async (given, me) => {
      const own = Object.entries(given).flatMap(([rule, severity]) =>
        severity === '' ? [] : [[rule, severity] as const],
      )
      await event.locals.app.access.admin.setFormatPolicy(me, Object.fromEntries(own))
      return { saved: true }
    }),
}
