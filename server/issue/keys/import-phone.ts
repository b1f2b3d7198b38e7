/** A key that its holder confirms on their phone becomes a way to sign: the service tells which certificates somebody has. */
import { X509Certificate } from 'node:crypto'
import { z } from 'zod'
import { AppError } from '../../../src/lib/errors.ts'
import { id, parse } from '../../access/border.ts'
import { needAdministrator } from '../../access/office.ts'
import type { Person } from '../../access/person.ts'
import type { Ground } from '../ground.ts'
import type { SmartCaClient } from '../providers/smartca/client.ts'
import { needImage, needUsable } from './import.ts'
import { storeKey } from './store-key.ts'
import { certificateNames } from './whose.ts'

/** The number of an identity card or passport, or the tax number of an agency. */
export const subscriber = z
  .string('required')
  .trim()
  .min(1, 'required')
  .max(20, 'too_long')
  .regex(/^[0-9A-Za-z-]+$/, 'characters')

export interface PhoneKey {
  /** The service's own name for it. */
  serial: string
  subject: string
  validTo: Date
  isSeal: boolean
}

/** Whether this house has a contract with the service. */
export function offersPhone({ smartCa }: Pick<Ground, 'smartCa'>, person: Person): boolean {
  needAdministrator(person)
  return smartCa !== null
}

/** Administrators only: what this subscriber has that can sign now. Throws `bad_input`, `key_unreachable {reason}`. */
export async function phoneKeys(ground: Ground, person: Person, given: string): Promise<PhoneKey[]> {
  needAdministrator(person)
  const all = await needService(ground).certificates(parse(subscriber, given), crypto.randomUUID())
  return all.flatMap(({ serial, certificate, isSeal, isActive }) => {
    const read = readCertificate(certificate)
    if (!isActive || !read) return []
    return [{ serial, subject: certificateNames(read).shown, validTo: new Date(read.validTo), isSeal }]
  })
}

export const phoneImport = z.object({
  subscriber,
  serial: z.string('choice').min(1, 'choice').max(200, 'choice'),
  /** Whose key; null = the agency's seal. */
  userId: id.nullable(),
  imagePng: z.instanceof(Uint8Array).nullable(),
  /** The administrator has seen that the certificate names somebody else, and says that it is theirs all the same. */
  acceptsName: z.boolean().default(false),
})
export type PhoneImport = z.input<typeof phoneImport>

/** Asks nobody's phone. Retires the key of this service that the holder had before. Throws as `importKey` does, and `key_unreachable`. */
export async function importPhone(ground: Ground, person: Person, given: PhoneImport): Promise<{ id: string }> {
  needAdministrator(person)
  const { subscriber: userNumber, serial, userId, imagePng: picture, acceptsName } = parse(phoneImport, given)
  const imagePng = await needImage(ground, person, userId, picture)
  const all = await needService(ground).certificates(userNumber, crypto.randomUUID(), serial)
  const found = all.find((one) => one.serial === serial)
  if (!found?.isActive) throw new AppError('key_unreachable', { reason: 'service_certificate' })
  const certificate = readCertificate(found.certificate)
  if (!certificate) throw new AppError('key_unreachable', { reason: 'service_odd' })
  const chain = found.chain.filter((der) => readCertificate(der) !== null)
  const isEvaluation = await needUsable(ground, { chain }, certificate)
  return storeKey(ground, person, {
    ...{ userId, provider: 'smartca', kept: { place: { userId: userNumber, serial } } },
    ...{ certificate, chain, imagePng, isEvaluation, acceptsName },
  })
}

function needService({ smartCa }: Ground): SmartCaClient {
  if (!smartCa) throw new AppError('key_unreachable', { reason: 'service_not_offered' })
  return smartCa
}

function readCertificate(der: Uint8Array): X509Certificate | null {
  try {
    return new X509Certificate(der)
  } catch {
    return null
  }
}
