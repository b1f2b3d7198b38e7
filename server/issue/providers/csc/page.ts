/** A key whose holder confirms on the service's own page (`oauth2code`): there and back with their browser, the hash bound to it. */
import { type Asked, codeOf, type KeyRow, type SigningProvider } from '../provider.ts'
import { unreachable } from '../remote/call.ts'
import { certificatesOf } from '../remote/value.ts'
import type { CscClient } from './client.ts'
import { answerOf, createLeaves, sha256Of } from './leaves.ts'
import { confirmAddress, leaveFor, type PageSettings } from './oauth.ts'
import { needActive, placeOf } from './place.ts'

/** A person signs in there, and looks for their phone. */
const GOOD_FOR_MS = 15 * 60_000

export function createCscPage(client: CscClient, settings: PageSettings): SigningProvider {
  const leaves = createLeaves(client)
  return {
    device: 'page',
    needsPin: false,
    goodForMs: GOOD_FOR_MS,
    async open(key) {
      const { asks } = await needActive(client, key)
      if (asks.how !== 'page') throw unreachable('service_certificate')
      return {
        ...certificatesOf(key),
        ask: async () => ({ is: 'waiting', reference: '' }),
        close: async () => {},
      }
    },
    page: {
      address: (key, order, journey) => confirmAddress(settings, confirmedOf(key, order), journey),
      async answer(key, order, returned) {
        const confirmed = confirmedOf(key, order)
        try {
          const leave = await leaveFor(settings, confirmed, returned)
          return await leaves.take(key, { requestId: order.requestId, sha256: confirmed.sha256, leave })
        } catch (failure) {
          return answerOf(failure)
        }
      },
    },
    look: async (key, { requestId, reference }) => (await leaves.again(key, requestId)) ?? { is: 'waiting', reference },
  }
}

/** The paper by its name, and the code that stands on our page. */
const confirmedOf = (key: KeyRow, { requestId, attributes, title }: Asked) => ({
  ...{
    credentialID: placeOf(key).serial,
    sha256: sha256Of(attributes),
    description: `${codeOf(requestId)} – ${title}`,
  },
})
