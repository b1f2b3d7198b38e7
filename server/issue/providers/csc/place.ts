/** Where a key at a service is found again, and whether it is still the one that was brought in. */
import { X509Certificate } from 'node:crypto'
import { z } from 'zod'
import { AppError } from '../../../../src/lib/errors.ts'
import type { KeyRow } from '../provider.ts'
import type { Credential, CscClient } from './client.ts'

/** Its user, and the service's name of the credential. */
const cscPlace = z.object({ userId: z.string(), serial: z.string() })

export function placeOf({ place }: KeyRow): z.infer<typeof cscPlace> {
  const where = cscPlace.safeParse(place)
  if (!where.success) throw new AppError('bad_key')
  return where.data
}

/** A certificate that was renewed is another, and is brought in anew. */
export async function needActive(client: CscClient, key: KeyRow): Promise<Credential> {
  const { userId, serial } = placeOf(key)
  const credential = await client.credential(userId, serial)
  const isOwn = new X509Certificate(key.certificatePem).raw.equals(credential.certificate)
  if (!isOwn || !credential.isActive) throw new AppError('key_unreachable', { reason: 'service_certificate' })
  return credential
}
