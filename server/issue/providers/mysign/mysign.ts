/** A key of Viettel MySign: its holder confirms on their phone. */
import { createHash, X509Certificate } from 'node:crypto'
import { AppError } from '../../../../src/lib/errors.ts'
import { placeOf } from '../csc/place.ts'
import { codeOf, type SigningProvider } from '../provider.ts'
import { asStands, certificatesOf } from '../remote/value.ts'
import type { MySignClient } from './client.ts'

const GOOD_FOR_MS = 300_000

export function createMySign(client: MySignClient): SigningProvider {
  return {
    device: 'phone',
    needsPin: false,
    goodForMs: GOOD_FOR_MS,
    async open(key) {
      const { userId, serial } = placeOf(key)
      const own = new X509Certificate(key.certificatePem)
      const all = await client.keys(userId)
      // A certificate that was renewed is another, and is brought in anew.
      const found = all.find((one) => one.serial === serial && own.raw.equals(one.certificate))
      if (!found?.isActive) throw new AppError('key_unreachable', { reason: 'service_certificate' })
      const isEc = own.publicKey.asymmetricKeyType === 'ec'
      return {
        ...certificatesOf(key),
        async ask({ requestId, attributes, title }) {
          const sha256 = createHash('sha256').update(attributes).digest()
          const reference = await client.sign(userId, { serial, sha256, code: codeOf(requestId), title, isEc })
          return { is: 'waiting', reference }
        },
        close: async () => {},
      }
    },
    async look(key, { reference }) {
      // Without the service's name the answer to our question was lost, and nothing can be found again.
      if (reference === '') return { is: 'waiting', reference }
      const status = await client.status(placeOf(key).userId, reference)
      if (status === null) return { is: 'waiting', reference }
      return typeof status === 'string' ? { is: status } : { is: 'signed', signature: asStands(key, status.signature) }
    },
  }
}
