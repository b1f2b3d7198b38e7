/** A key of VNPT SmartCA: its holder confirms on their phone, within five minutes. */
import { createHash, X509Certificate } from 'node:crypto'
import { z } from 'zod'
import { AppError } from '../../../../src/lib/errors.ts'
import { codeOf, type KeyRow, type SigningProvider } from '../provider.ts'
import { asStands, certificatesOf } from '../remote/value.ts'
import type { SmartCaClient } from './client.ts'

/** Where a key is found again: the subscriber's number, and the service's name of the certificate. */
export const smartCaPlace = z.object({ userId: z.string(), serial: z.string() })

/** Said in the service's own description. */
const GOOD_FOR_MS = 300_000

export function createSmartCa(client: SmartCaClient): SigningProvider {
  return {
    device: 'phone',
    needsPin: false,
    goodForMs: GOOD_FOR_MS,
    async open(key) {
      const { userId, serial } = placeOf(key)
      const own = new X509Certificate(key.certificatePem)
      const all = await client.certificates(userId, crypto.randomUUID(), serial)
      // A certificate that was renewed is another, and is brought in anew.
      const found = all.find(({ certificate }) => own.raw.equals(certificate))
      if (!found?.isActive) throw new AppError('key_unreachable', { reason: 'service_certificate' })
      return {
        ...certificatesOf(key),
        async ask({ requestId, attributes, title }) {
          const sha256 = createHash('sha256').update(attributes).digest()
          const order = { userId, serial, transactionId: requestId, sha256, code: codeOf(requestId), title }
          return { is: 'waiting', reference: await client.sign(order) }
        },
        close: async () => {},
      }
    },
    async look(key, { requestId, reference }) {
      // Without a name of theirs the answer to our question was lost: the request may have come through all the same.
      const status = await client.status(reference || requestId, codeOf(requestId))
      if (status === null) return { is: 'waiting', reference }
      return typeof status === 'string' ? { is: status } : { is: 'signed', signature: asStands(key, status.signature) }
    },
  }
}

function placeOf({ place }: KeyRow): z.infer<typeof smartCaPlace> {
  const where = smartCaPlace.safeParse(place)
  if (!where.success) throw new AppError('bad_key')
  return where.data
}
