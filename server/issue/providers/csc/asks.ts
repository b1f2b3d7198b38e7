/** What a credential asks of its holder before it signs, as v1.0.4 (authMode, PIN, OTP) and v2 (auth) say it. */
import { z } from 'zod'

/**
 * `holder`: the service asks them itself, on their phone; `signals`: what it has to be told for that, of v2. `typed`: they type it with
 * us; each is the service's name for it, null where it wants none. `page`: they confirm on the service's own page (oauth2code).
 * `other`: nothing that this house can ask.
 */
export type Asks =
  | { how: 'holder'; signals: string[] }
  | { how: 'typed'; pin: string | null; code: string | null; isSent: boolean }
  | { how: 'page' }
  | { how: 'other' }

const text = z.string().max(4_000)
const presence = z.object({ presence: z.union([z.boolean(), text]).transform(String).nullish(), type: text.nullish() })
const object = z.object({ id: text.min(1), type: text.nullish(), generator: text.nullish() })

/** Of `credentials/info`. */
export const authInfo = {
  /** v1; v2 says it in `auth`. */
  authMode: text.nullish(),
  PIN: presence.nullish(),
  OTP: presence.nullish(),
  auth: z
    .object({ mode: text.nullish(), expression: text.nullish(), objects: z.array(object).max(10).nullish() })
    .nullish(),
}
export type AuthInfo = z.infer<z.ZodObject<typeof authInfo>>

export function asksOf({ authMode, PIN, OTP, auth }: AuthInfo): Asks {
  switch (authMode ?? auth?.mode) {
    case 'implicit':
      return { how: 'holder', signals: [] }
    case 'oauth2code':
      return { how: 'page' }
    case 'explicit':
      return auth?.objects ? ofObjects(auth.objects, auth.expression ?? '') : ofPresence(PIN, OTP)
    default:
      return { how: 'other' }
  }
}

/** A PIN where nothing is said of either, as older services leave it out. What is optional is left out while something else is asked. */
function ofPresence(PIN: AuthInfo['PIN'], OTP: AuthInfo['OTP']): Asks {
  const hasCode = OTP?.presence === 'true'
  const hasPin = PIN?.presence === 'true' || (!hasCode && (PIN?.presence ?? 'optional') === 'optional')
  if (!hasCode && !hasPin) return { how: 'other' }
  // One that is made on the holder's own device is asked of no service.
  const isSent = hasCode && OTP?.type !== 'offline'
  return { how: 'typed', pin: hasPin ? 'PIN' : null, code: hasCode ? 'OTP' : null, isSent }
}

type AuthObject = z.infer<typeof object>

/** A secret, and what answers a challenge; where one of two is enough, the secret, which can be tried before anything is frozen. */
function ofObjects(objects: AuthObject[], expression: string): Asks {
  // What goes another way than through us: the service is told by an empty one that it is to be asked for.
  const isElsewhere = ({ type }: AuthObject) => type === 'PasswordOOB' || type === 'ChallengeResponseOOB'
  if (objects.every(isElsewhere)) return { how: 'holder', signals: objects.map(({ id }) => id) }
  const isChallenge = ({ type }: AuthObject) => type === 'ChallengeResponse'
  const isPassword = ({ type }: AuthObject) => (type ?? 'Password') === 'Password'
  const isMade = (one: AuthObject) => isPassword(one) && (Boolean(one.generator) || /otp/i.test(one.id))
  const codes = objects.filter((one) => isChallenge(one) || isMade(one))
  const pins = objects.filter((one) => isPassword(one) && !isMade(one))
  const [code, pin] = [codes[0], pins[0]]
  const isKnown = codes.length <= 1 && pins.length <= 1 && codes.length + pins.length === objects.length
  if (!isKnown) return { how: 'other' }
  if (pin && /\bOR\b/i.test(expression)) return { how: 'typed', pin: pin.id, code: null, isSent: false }
  return { how: 'typed', pin: pin?.id ?? null, code: code?.id ?? null, isSent: code !== undefined && isChallenge(code) }
}
