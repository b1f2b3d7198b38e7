import { fail } from '@sveltejs/kit'
import { z } from 'zod'
import { byRank } from '$lib/document/rank.ts'
import { AppError } from '$lib/errors.ts'
import { id, pin } from '../../../../../../server/access/border.ts'
import { type TokenPlace, tokenPlace } from '../../../../../../server/issue/providers/pkcs11/tokens.ts'
import { administrator, answer, shown } from '../../../../answers.ts'
import { checked, optionalFile } from '../../../../inputs.ts'
import type { Actions, PageServerLoad } from './$types'

/** Each module of a vendor may take this long before it is given up. */
const TOKENS_MS = 40_000

export const load: PageServerLoad = async (event) => {
  const me = administrator(event)
  const { access, issue } = event.locals.app
  const [{ tokens, ...found }, holders] = await Promise.all([
    shown(issue.keys.tokens(me), { ms: TOKENS_MS }),
    shown(access.colleagues(me, { roles: ['leader'] })),
  ])
  const withValues = tokens.map(({ module, serial, keys, ...token }) => ({
    ...{ ...token, module, serial },
    keys: keys.map((key) => ({ ...key, value: valueOf({ module, serial, keyId: key.keyId }) })),
  }))
  return { ...found, tokens: withValues, holders: byRank(holders) }
}

/** A place as one value of a choice. */
const valueOf = ({ module, serial, keyId }: TokenPlace) => [module, serial, keyId].map(encodeURIComponent).join('/')
const place = z
  .string('choice')
  .max(500, 'choice')
  .transform((value, context) => {
    const [module, serial, keyId] = value.split('/')
    const read = tokenPlace.safeParse({ module: named(module), serial: named(serial), keyId: named(keyId) })
    if (!read.success) context.addIssue({ code: 'custom', message: 'choice' })
    return read.data ?? { module: '', serial: '', keyId: '' }
  })

function named(part: string | undefined): string | undefined {
  try {
    return part === undefined ? undefined : decodeURIComponent(part)
  } catch {
    return undefined // half a sign
  }
}

const SEAL = 'seal'
const given = z.object({
  key: place,
  holder: z.union([z.literal(SEAL), id], 'choice'),
  pin,
  imagePng: optionalFile,
  acceptsName: checked,
})
const otherName = z.object({ reason: z.literal('other_name'), inCertificate: z.string(), expected: z.string() })

export const actions: Actions = {
  default: (event) =>
    answer(event, { who: administrator, fields: given }, async ({ key, holder, imagePng, ...how }, me) => {
      const wanted = { ...key, ...how, userId: holder === SEAL ? null : holder, imagePng: imagePng && imagePng.bytes }
      try {
        await event.locals.app.issue.keys.importToken(me, wanted)
      } catch (failure) {
        const asked = otherName.safeParse(failure instanceof AppError ? failure.detail : null)
        if (!asked.success) throw failure
        const { inCertificate, expected } = asked.data
        const values = { key: valueOf(key), holder }
        const question = { inCertificate, expected }
        return fail(422, { form: '', values, faults: { key: 'key_other_name' as const }, question })
      }
      return { saved: true }
    }),
}
