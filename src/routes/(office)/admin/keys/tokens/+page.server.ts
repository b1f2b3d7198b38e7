import { z } from 'zod'
import { byRank } from '$lib/document/rank.ts'
import { pin } from '../../../../../../server/access/border.ts'
import { type TokenPlace, tokenPlace } from '../../../../../../server/issue/providers/pkcs11/tokens.ts'
import { administrator, answer, shown } from '../../../../answers.ts'
import { brought, unlessAsked } from '../bring.ts'
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

const given = z.object({ ...brought, key: place, pin })

export const actions: Actions = {
  default: (event) =>
    answer(event, { who: administrator, fields: given }, ({ key, holder, ...how }, me) =>
      unlessAsked(() => event.locals.app.issue.keys.importToken(me, { ...key, ...how, userId: holder }), {
        ...{ form: '', field: 'key', holder },
        values: { key: valueOf(key) },
      }),
    ),
}
