/** A key that its holder confirms on their phone becomes a way to sign: the service tells which certificates somebody has. */
import { X509Certificate } from 'node:crypto'
import { z } from 'zod'
import { AppError } from '../../../src/lib/errors.ts'
import { id, parse } from '../../access/border.ts'
import { needAdministrator } from '../../access/office.ts'
import type { Person } from '../../access/person.ts'
import type { Ground } from '../ground.ts'
import { isOrdinary } from '../pki/library.ts'
import { type RemoteService, type ServiceName, SERVICES } from '../providers/remote/services.ts'
import type { RemoteKey } from '../providers/remote/value.ts'
import { needUsable } from './import.ts'
import { needPicture } from './picture.ts'
import { storeKey } from './store-key.ts'
import { certificateNames } from './whose.ts'

/** The number of an identity card or passport, or the tax number of an agency; some services call people by a name of their own. */
export const subscriber = z
  .string('required')
  .trim()
  .min(1, 'required')
  .max(80, 'too_long')
  .regex(/^[0-9A-Za-z@._-]+$/, 'characters')

export interface PhoneKey {
  /** The service's own name for it. */
  serial: string
  subject: string
  validTo: Date
  isSeal: boolean
}

/** With which services this house has a contract. */
export function phoneServices({ services }: Pick<Ground, 'services'>, person: Person): ServiceName[] {
  needAdministrator(person)
  return [...services.keys()]
}

export const service = z.enum(SERVICES, 'choice')
export const phoneQuestion = z.object({ service, subscriber })

/** Administrators only: what this subscriber has that can sign now. Throws `bad_input`, `key_unreachable {reason}`: `service_own` where its holder brings it. */
export async function phoneKeys(
  ground: Ground,
  person: Person,
  given: z.input<typeof phoneQuestion>,
): Promise<PhoneKey[]> {
  needAdministrator(person)
  const { service, subscriber } = parse(phoneQuestion, given)
  const { keys, signIn } = needService(ground, service)
  if (signIn) throw new AppError('key_unreachable', { reason: 'service_own' })
  return chosenFrom(await keys(subscriber))
}

/** Those that can sign now, for somebody to choose from. */
export function chosenFrom(all: readonly RemoteKey[]): PhoneKey[] {
  return all.flatMap(({ serial, certificate, isSeal, isActive }) => {
    const read = readCertificate(certificate)
    if (!isActive || !read) return []
    return [{ serial, subject: certificateNames(read).shown, validTo: new Date(read.validTo), isSeal }]
  })
}

export const phoneImport = phoneQuestion.extend({
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
  const asked = parse(phoneImport, given)
  if (needService(ground, asked.service).signIn) throw new AppError('key_unreachable', { reason: 'service_own' })
  return bringRemote(ground, person, asked)
}

/** The same by whoever may: see keys/own-service.ts. */
export async function bringRemote(
  ground: Ground,
  person: Person,
  { service, subscriber, serial, userId, imagePng: picture, acceptsName }: z.output<typeof phoneImport>,
): Promise<{ id: string }> {
  const imagePng = await needPicture(ground, person, userId, picture)
  const all = await needService(ground, service).keys(subscriber)
  const found = all.find((one) => one.serial === serial)
  if (!found?.isActive) throw new AppError('key_unreachable', { reason: 'service_certificate' })
  const certificate = readCertificate(found.certificate)
  if (!certificate) throw new AppError('key_unreachable', { reason: 'service_odd' })
  const chain = found.chain.filter((der) => readCertificate(der) !== null)
  const isEvaluation = await needUsable(ground, { chain }, certificate)
  return storeKey(ground, person, {
    ...{ userId, provider: found.kind, kept: { place: { userId: subscriber, serial } } },
    ...{ certificate, chain, imagePng, isEvaluation, acceptsName },
  })
}

function needService({ services }: Ground, name: ServiceName): RemoteService {
  const found = services.get(name)
  if (!found) throw new AppError('key_unreachable', { reason: 'service_not_offered' })
  return found
}

/** Null also for one that was made to cost: twenty of them come at once. */
function readCertificate(der: Uint8Array): X509Certificate | null {
  try {
    return isOrdinary(der) ? new X509Certificate(der) : null
  } catch {
    return null
  }
}
