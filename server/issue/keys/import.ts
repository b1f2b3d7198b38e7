/** The administrator brings a key, with the PIN its holder gave: tried once, then forgotten. */
import { and, eq, isNull } from 'drizzle-orm'
import { X509Certificate } from 'node:crypto'
import { PDFDocument } from 'pdf-lib'
import * as pkijs from 'pkijs'
import { z } from 'zod'
import { imageType } from '../../../src/lib/document/image.ts'
import { bareImage } from '../../../src/lib/document/image-parts.ts'
import { AppError } from '../../../src/lib/errors.ts'
import { parse } from '../../access/border.ts'
import { needAdministrator } from '../../access/office.ts'
import type { Person } from '../../access/person.ts'
import { record } from '../../audit/index.ts'
import type { Transaction } from '../../database/connect.ts'
import { signingKeys, trustedAuthorities, users } from '../../database/tables.ts'
import type { Ground } from '../ground.ts'
import { readPng } from '../sign/placement.ts'
import { findChain, isValid } from '../verify/chain.ts'
import { nameParts } from '../verify/names.ts'
import { openKey, type OpenKey } from './open.ts'

export interface KeyImport {
  /** Whose key; null = the agency's seal. */
  userId: string | null
  pkcs12: Uint8Array
  pin: string
  /** Transparent PNG: the blue signature, or the red seal with its true size in it. */
  imagePng: Uint8Array
}

const MAX_PKCS12_BYTES = 64 * 1024
const MAX_IMAGE_BYTES = 1024 * 1024
const MAX_IMAGE_PIXELS = 4000
/** OpenSSL uses 2,048. A million takes two seconds of one core, at every signature. */
const MAX_PIN_ITERATIONS = 1_000_000
const MIN_RSA_BITS = 2048

const input = z.object({
  userId: z.uuid().nullable(),
  pkcs12: z.instanceof(Uint8Array).refine((file) => file.length > 0 && file.length <= MAX_PKCS12_BYTES, 'size'),
  pin: z.string().min(1).max(256),
  imagePng: z.instanceof(Uint8Array).refine((file) => file.length <= MAX_IMAGE_BYTES, 'size'),
})

/**
 * Stores the key and retires the one before it. Throws `not_allowed`, `bad_input {field, reason}`, `wrong_pin`, or
 * `bad_key {reason}`: unreadable, too_many_iterations, no_certificate_for_key, expired, not_yet_valid, weak,
 * not_for_signing, untrusted.
 */
export async function importKey(ground: Ground, person: Person, given: KeyImport): Promise<{ id: string }> {
  needAdministrator(person)
  const { userId, pkcs12, pin, imagePng: image } = parse(input, given)
  const imagePng = await needImage(image)
  needFewIterations(pkcs12)
  const key = await openKey(pkcs12, pin)
  const certificate = new X509Certificate(key.certificate)
  const isEvaluation = await needUsable(ground, key, certificate)

  return ground.db.transaction(async (tx) => {
    if (userId !== null) await needColleague(tx, person, userId)
    const same = userId === null ? isNull(signingKeys.userId) : eq(signingKeys.userId, userId)
    await tx
      .update(signingKeys)
      .set({ retiredAt: ground.now() })
      .where(and(eq(signingKeys.agencyId, person.agencyId), same, isNull(signingKeys.retiredAt)))
    const [row] = await tx
      .insert(signingKeys)
      .values({
        agencyId: person.agencyId,
        userId,
        pkcs12,
        certificatePem: certificate.toString(),
        chainPem: key.chain.map((der) => new X509Certificate(der).toString()).join(''),
        subject: nameParts(certificate.subject).get('CN') ?? certificate.subject,
        serial: certificate.serialNumber,
        validFrom: new Date(certificate.validFrom),
        validTo: new Date(certificate.validTo),
        imagePng,
        isEvaluation,
      })
      .returning({ id: signingKeys.id, serial: signingKeys.serial })
    if (!row) throw new Error('the key was not stored')
    await record(tx, { actorId: person.id, act: 'key.import', detail: { keyId: row.id, userId, serial: row.serial } })
    return { id: row.id }
  })
}

/** True when the authority it comes from is one for evaluation. */
async function needUsable(ground: Ground, key: OpenKey, certificate: X509Certificate): Promise<boolean> {
  const now = ground.now()
  if (!isValid(certificate, now))
    throw new AppError('bad_key', { reason: new Date(certificate.validTo) <= now ? 'expired' : 'not_yet_valid' })
  const bits = certificate.publicKey.asymmetricKeyDetails?.modulusLength
  if (bits !== undefined && bits < MIN_RSA_BITS) throw new AppError('bad_key', { reason: 'weak' })
  if (!isForSigning(key.certificate)) throw new AppError('bad_key', { reason: 'not_for_signing' })
  const authorities = await ground.db.select().from(trustedAuthorities)
  const others = key.chain.map((der) => new X509Certificate(der))
  const chain = findChain(certificate, others, authorities, now)
  if (!chain.authority || !chain.isValidAt) throw new AppError('bad_key', { reason: 'untrusted' })
  return chain.authority.isEvaluation
}

const KEY_USAGE = '2.5.29.15'
const DIGITAL_SIGNATURE_OR_NON_REPUDIATION = 0b1100_0000 // the first two bits (RFC 5280, 4.2.1.3)

function isForSigning(der: Uint8Array): boolean {
  const { extensions } = pkijs.Certificate.fromBER(new Uint8Array(der).buffer)
  const usage = extensions?.find(({ extnID }) => extnID === KEY_USAGE)
  if (!usage) return true // without the extension, every use is allowed
  const bits = usage.extnValue.valueBlock.valueHexView // BIT STRING: 03 length unused bits
  return ((bits[3] ?? 0) & DIGITAL_SIGNATURE_OR_NON_REPUDIATION) !== 0
}

function needFewIterations(pkcs12: Uint8Array): void {
  let iterations: number
  try {
    iterations = pkijs.PFX.fromBER(new Uint8Array(pkcs12).buffer).macData?.iterations ?? 1
  } catch {
    throw new AppError('bad_key', { reason: 'unreadable' })
  }
  if (iterations > MAX_PIN_ITERATIONS) throw new AppError('bad_key', { reason: 'too_many_iterations' })
}

/** The image without what nobody sees in it (image-parts.ts). */
async function needImage(given: Uint8Array): Promise<Uint8Array> {
  const refuse = (reason: string) => new AppError('bad_input', { field: 'imagePng', reason })
  try {
    const png = imageType(given) === 'png' ? bareImage(given) : null
    if (!png) throw refuse('not_a_png')
    const { width, height, hasAlpha } = readPng(png)
    if (width > MAX_IMAGE_PIXELS || height > MAX_IMAGE_PIXELS) throw refuse('size')
    if (!hasAlpha) throw refuse('not_transparent')
    await (await PDFDocument.create()).embedPng(png)
    return png
  } catch (error) {
    throw error instanceof AppError ? error : refuse('not_a_png')
  }
}

async function needColleague(tx: Transaction, person: Person, userId: string): Promise<void> {
  const own = and(eq(users.id, userId), eq(users.agencyId, person.agencyId))
  const [known] = await tx.select({ id: users.id }).from(users).where(own)
  if (!known) throw new AppError('bad_input', { field: 'userId', reason: 'unknown' })
}
