import { fail } from '@sveltejs/kit'
import { z } from 'zod'
import { byRank } from '$lib/document/rank.ts'
import { AppError } from '$lib/errors.ts'
import { id, named, pin } from '../../../../../server/access/border.ts'
import { administers, administrator, answer, shown } from '../../../answers.ts'
import { checked, file, optionalFile } from '../../../inputs.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const me = administrator(event)
  const { access, issue } = event.locals.app
  const [keys, holders, authorities] = await shown(
    Promise.all([issue.keys.list(me), access.colleagues(me, { roles: ['leader'] }), issue.authorities.list()]),
  )
  return { keys, holders: byRank(holders), hasAuthority: authorities.length > 0, now: new Date() }
}

const SEAL = 'seal'
const key = z.object({
  holder: z.union([z.literal(SEAL), id], 'choice'),
  pkcs12: file,
  pin,
  imagePng: optionalFile,
  serial: z.string().max(100).optional(),
  acceptsName: checked,
})

/** What the administrator must say before the key is taken: which of several, or that another name is right. */
function questionOf(failure: unknown) {
  if (!(failure instanceof AppError) || failure.code !== 'bad_key') return null
  const asked = detail.safeParse(failure.detail)
  if (!asked.success) return null
  const { reason, ...about } = asked.data
  return { fault: `key_${reason}` as const, ...about }
}
const detail = z.discriminatedUnion('reason', [
  z.object({
    reason: z.literal('several_keys'),
    keys: z.array(z.object({ serial: z.string(), subject: z.string(), validTo: z.date() })),
  }),
  z.object({ reason: z.literal('other_name'), inCertificate: z.string(), expected: z.string() }),
])

export const actions: Actions = {
  add: (event) =>
    answer(
      event,
      { who: administrator, fields: key, form: 'add' },
      async ({ holder, pkcs12, pin, imagePng, serial, acceptsName }, me) => {
        const given = {
          userId: holder === SEAL ? null : holder,
          pkcs12: pkcs12.bytes,
          pin,
          imagePng: imagePng && imagePng.bytes,
          serial,
          acceptsName,
        }
        try {
          await event.locals.app.issue.keys.import(me, given)
        } catch (failure) {
          const question = questionOf(failure)
          if (!question) throw failure
          const values = { holder, ...(serial && { serial }) }
          return fail(422, {
            form: 'add',
            values,
            faults: { pkcs12: question.fault },
            question,
          })
        }
        return { saved: true }
      },
    ),
  retire: administers({ fields: named, form: 'retire' }, ({ locals }, me, { id }) =>
    locals.app.issue.keys.retire(me, id),
  ),
}
