import { z } from 'zod'
import { administrator, answer, shown } from '../../../answers.ts'
import { file, id, secret } from '../../../inputs.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const me = administrator(event)
  const { access, issue } = event.locals.app
  const [keys, holders, authorities] = await shown(
    Promise.all([issue.keys.list(me), access.colleagues(me, { roles: ['leader'] }), issue.authorities.list()]),
  )
  return { keys, holders, hasAuthority: authorities.length > 0, now: new Date() }
}

const SEAL = 'seal'
const key = z.object({
  holder: z.union([z.literal(SEAL), id], 'choice'),
  pkcs12: file,
  pin: secret,
  imagePng: file,
})

const bytesOf = async (given: File) => new Uint8Array(await given.arrayBuffer())

export const actions: Actions = {
  add: (event) =>
    answer(event, { who: administrator, fields: key, form: 'add' }, async ({ holder, pkcs12, pin, imagePng }, me) => {
      await event.locals.app.issue.keys.import(me, {
        userId: holder === SEAL ? null : holder,
        pkcs12: await bytesOf(pkcs12),
        pin,
        imagePng: await bytesOf(imagePng),
      })
      return { saved: true }
    }),
  retire: (event) =>
    answer(event, { who: administrator, fields: z.object({ id }), form: 'retire' }, async ({ id }, me) => {
      await event.locals.app.issue.keys.retire(me, id)
      return { saved: true }
    }),
}
