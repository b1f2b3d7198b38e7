/**
 * A key with a one-time password, and with a PIN as well where the service wants both: typed on our page while the request waits, since
 * a leave is for the hash, and the hash holds the number. They go straight on.
 */
import type { SigningProvider } from '../provider.ts'
import { unreachable } from '../remote/call.ts'
import { certificatesOf } from '../remote/value.ts'
import { codeReference } from '../typed-reference.ts'
import type { Asks } from './asks.ts'
import type { CscClient } from './client.ts'
import { answerOf, createLeaves, sha256Of } from './leaves.ts'
import { needActive, placeOf } from './place.ts'

/** Somebody sits there; a message may come late, and a code may be asked for again. */
const GOOD_FOR_MS = 15 * 60_000

export function createCscTyped(client: CscClient): SigningProvider {
  const leaves = createLeaves(client)
  return {
    device: 'code',
    needsPin: false,
    goodForMs: GOOD_FOR_MS,
    async open(key) {
      const { pin, code, isSent } = typedOf((await needActive(client, key)).asks)
      const { userId, serial } = placeOf(key)
      return {
        ...certificatesOf(key),
        async ask() {
          const challenge = isSent && code !== null ? await client.sendCode(userId, serial, code) : null
          const sentAtMs = isSent ? Date.now() : null
          return { is: 'waiting', reference: codeReference({ needsPin: pin !== null, sentAtMs, challenge }) }
        },
        close: async () => {},
      }
    },
    typed: {
      async send(key) {
        const { userId, serial } = placeOf(key)
        const { code } = typedOf((await needActive(client, key)).asks)
        return code === null ? null : client.sendCode(userId, serial, code)
      },
      async answer(key, { requestId, attributes, title }, given) {
        const { userId, serial: credentialID } = placeOf(key)
        const { pin, code } = typedOf((await needActive(client, key)).asks)
        const sha256 = sha256Of(attributes)
        const typed = [
          ...(pin === null ? [] : [{ id: pin, value: given.pin }]),
          ...(code === null ? [] : [{ id: code, value: given.code }]),
        ]
        try {
          const leave = await client.authorise(userId, { credentialID, sha256, description: title, typed })
          if ('handle' in leave) throw unreachable('service_odd')
          return await leaves.take(key, { requestId, sha256, leave })
        } catch (failure) {
          return answerOf(failure)
        }
      },
    },
    /** What was typed is not kept; a leave that it gave is used again where the line broke. */
    look: async (key, { requestId, reference }) => (await leaves.again(key, requestId)) ?? { is: 'waiting', reference },
  }
}

function typedOf(asks: Asks): Extract<Asks, { how: 'typed' }> {
  if (asks.how !== 'typed') throw unreachable('service_certificate')
  return asks
}
