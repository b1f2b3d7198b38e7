import { fail } from '@sveltejs/kit'
import { z } from 'zod'
import { byRank } from '$lib/document/rank.ts'
import { AppError } from '$lib/errors.ts'
import { id } from '../../../../../../server/access/border.ts'
import { subscriber } from '../../../../../../server/issue/keys/import-phone.ts'
import { administrator, answer, shown } from '../../../../answers.ts'
import { checked, optionalFile } from '../../../../inputs.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const me = administrator(event)
  const { access, issue } = event.locals.app
  const holders = await shown(access.colleagues(me, { roles: ['leader'] }))
  return { isOffered: issue.keys.offersPhone(me), holders: byRank(holders) }
}

const SEAL = 'seal'
const given = z.object({
  subscriber,
  key: z.string('choice').min(1, 'choice').max(200, 'choice'),
  holder: z.union([z.literal(SEAL), id], 'choice'),
  imagePng: optionalFile,
  acceptsName: checked,
})
const otherName = z.object({ reason: z.literal('other_name'), inCertificate: z.string(), expected: z.string() })

export const actions: Actions = {
  find: (event) =>
    answer(
      event,
      { who: administrator, fields: z.object({ subscriber }), form: 'find' },
      async ({ subscriber }, me) => ({
        found: { subscriber, keys: await event.locals.app.issue.keys.ofPhone(me, subscriber) },
      }),
    ),
  add: (event) =>
    answer(event, { who: administrator, fields: given, form: 'add' }, async (wanted, me) => {
      const { subscriber, key: serial, holder, imagePng, acceptsName } = wanted
      const { keys } = event.locals.app.issue
      const userId = holder === SEAL ? null : holder
      try {
        await keys.importPhone(me, { subscriber, serial, userId, acceptsName, imagePng: imagePng && imagePng.bytes })
      } catch (failure) {
        const asked = otherName.safeParse(failure instanceof AppError ? failure.detail : null)
        if (!asked.success) throw failure
        const { inCertificate, expected } = asked.data
        const values = { subscriber, key: serial, holder }
        const question = { inCertificate, expected }
        return fail(422, { form: 'add', values, faults: { key: 'key_other_name' as const }, question })
      }
      return { saved: true }
    }),
}
