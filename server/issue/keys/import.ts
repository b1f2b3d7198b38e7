/** The administrator brings a key, with the PIN its holder gave: tried once, then forgotten. */
import { X509Certificate } from 'node:crypto'
import { z } from 'zod'
import { AppError } from '../../../src/lib/errors.ts'
import { parse, pin } from '../../access/border.ts'
import { needAdministrator } from '../../access/office.ts'
import type { Person } from '../../access/person.ts'
import { trustedAuthorities } from '../../database/tables.ts'
import type { Ground } from '../ground.ts'
import { isValid } from '../pki/chain.ts'
import type { OpenKey } from '../pki/open.ts'
import { type CertificatePurpose, purposeOf } from '../pki/purpose.ts'
import { trustOf } from '../pki/trust.ts'
import { type Iterations, iterationsOf } from './iterations.ts'
import { needPicture } from './picture.ts'
import { type Candidate, openKeys } from './several.ts'
import { storeKey } from './store-key.ts'
import { certificateNames } from './whose.ts'

export interface KeyImport {
  /** Whose key; null = the agency's seal. */
  userId: string | null
  pkcs12: Uint8Array
  pin: string
  /** Transparent PNG: see keys/picture.ts. */
  imagePng: Uint8Array | null
  /** Which key, by the serial number of its certificate, where the file holds several. */
  serial?: string | undefined
  /** The administrator has seen that the certificate names somebody else, and says that it is theirs all the same. */
  acceptsName?: boolean | undefined
}

const MAX_PKCS12_BYTES = 64 * 1024
/** OpenSSL and Windows use 2,000 a part, Java 10,000. So many of the slowest kind take a second, at every signature. */
const MAX_PIN_ITERATIONS = 100_000
/** Nobody else is served meanwhile: some 80 ms. */
const MAX_BLOCKING_ITERATIONS = 50_000
const MIN_RSA_BITS = 2048

const input = z.object({
  userId: z.uuid().nullable(),
  pkcs12: z.instanceof(Uint8Array).refine((file) => file.length > 0 && file.length <= MAX_PKCS12_BYTES, 'size'),
  pin,
  imagePng: z.instanceof(Uint8Array).nullable(),
  serial: z.string().max(100).optional(),
  acceptsName: z.boolean().default(false),
})

/**
 * Stores the key and retires the one before it. Throws `not_allowed`, `bad_input {field, reason}`, `wrong_pin`, or
 * `bad_key {reason}`: unreadable, no_mac, too_many_iterations, no_certificate_for_key, expired, not_yet_valid, weak,
 * not_for_signing, tls_server, other_purpose, chain_incomplete, untrusted; several_keys {keys} until `serial` chooses one,
 * other_name {inCertificate, expected} until `acceptsName`, which stands in the record.
 */
export async function importKey(ground: Ground, person: Person, given: KeyImport): Promise<{ id: string }> {
  needAdministrator(person)
  const { userId, pkcs12, pin, imagePng: image, serial, acceptsName } = parse(input, given)
  const imagePng = await needPicture(ground, person, userId, image)
  needFewIterations(pkcs12)
  const { key, pkcs12: alone } = chosen(await openKeys(pkcs12, pin), serial)
  const certificate = new X509Certificate(key.certificate)
  const isEvaluation = await needUsable(ground, key, certificate)
  const locked = await ground.vault.lock(alone, key.pin, certificate.raw)

  return storeKey(ground, person, {
    ...{ userId, provider: 'pkcs12', kept: { locked }, certificate, chain: key.chain },
    ...{ imagePng, isEvaluation, acceptsName },
  })
}

function chosen(candidates: Candidate[], serial: string | undefined): Candidate {
  const [first, ...others] = candidates
  if (first && others.length === 0) return first
  const all = candidates.map((one) => ({ one, certificate: new X509Certificate(one.key.certificate) }))
  const found = all.find(({ certificate }) => certificate.serialNumber === serial)
  if (found) return found.one
  const keys: KeyChoice[] = all.map(({ certificate }) => ({
    serial: certificate.serialNumber,
    subject: certificateNames(certificate).shown,
    validTo: new Date(certificate.validTo),
  }))
  throw new AppError('bad_key', { reason: 'several_keys', keys })
}

/** One of several keys in a file, for the question which. */
export interface KeyChoice {
  serial: string
  subject: string
  validTo: Date
}

/** True when the authority it comes from is one for evaluation. */
export async function needUsable(
  ground: Pick<Ground, 'db' | 'now'>,
  key: Pick<OpenKey, 'chain'>,
  certificate: X509Certificate,
): Promise<boolean> {
  const now = ground.now()
  const refuse = (reason: string) => new AppError('bad_key', { reason })
  if (!isValid(certificate, now)) throw refuse(new Date(certificate.validTo) <= now ? 'expired' : 'not_yet_valid')
  const bits = certificate.publicKey.asymmetricKeyDetails?.modulusLength
  if (bits !== undefined && bits < MIN_RSA_BITS) throw refuse('weak')
  const fault = PURPOSE_FAULTS[purposeOf(certificate)]
  if (fault) throw refuse(fault)
  const authorities = await ground.db.select().from(trustedAuthorities)
  const others = key.chain.map((der) => new X509Certificate(der))
  const chain = await trustOf(certificate, others, authorities, now)
  if (chain.fault) throw refuse('untrusted')
  if (!chain.authority) {
    const last = chain.path.at(-1) ?? certificate
    throw refuse(last.issuer === last.subject ? 'untrusted' : 'chain_incomplete')
  }
  if (!chain.isValidAt) throw refuse('untrusted')
  return chain.authority.isEvaluation
}

const PURPOSE_FAULTS: Record<CertificatePurpose, string | null> = {
  signing: null,
  'tls-server': 'tls_server',
  other: 'other_purpose',
  'no-signature': 'not_for_signing',
  unreadable: 'not_for_signing',
}

function needFewIterations(pkcs12: Uint8Array): void {
  let iterations: Iterations
  try {
    iterations = iterationsOf(pkcs12)
  } catch {
    throw new AppError('bad_key', { reason: 'unreadable' })
  }
  if (iterations.all > MAX_PIN_ITERATIONS || iterations.blocking > MAX_BLOCKING_ITERATIONS)
    throw new AppError('bad_key', { reason: 'too_many_iterations' })
}
