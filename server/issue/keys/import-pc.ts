/**
 * A key in a token at somebody's own PC becomes a way to sign. The person's browser has had something signed by it: so it is known
 * that program, token and PIN are in order before a paper waits for them.
 */
import { randomBytes, X509Certificate } from 'node:crypto'
import { z } from 'zod'
import { AppError } from '../../../src/lib/errors.ts'
import { id, parse } from '../../access/border.ts'
import { needKeeperOfKeys } from '../../access/office.ts'
import type { Person } from '../../access/person.ts'
import type { Ground } from '../ground.ts'
import { signedAttributes } from '../sign/cms.ts'
import { isSignatureOf } from '../sign/sign.ts'
import { needUsable } from './import.ts'
import { needPicture } from './picture.ts'
import { storeKey } from './store-key.ts'

const MOST_CHAIN = 8
const base64 = (most: number) => z.base64('key_unreadable').min(1, 'required').max(most, 'too_long')
const der = base64(16_384)
/** Of authorities that lay beside it. */
const chain = z.array(der).max(MOST_CHAIN, 'too_long').default([])

export const pcTrial = z.object({
  certificate: der,
  chain,
  /** Whose key it is to be; null = the agency's seal. */
  userId: id.nullable(),
})

/**
 * What is signed to try a key: attributes like those of a paper, over a digest that is of none. Throws `not_allowed`, and
 * `bad_key {reason}` where this house would not take the certificate, before anybody types a PIN.
 */
export async function tryPc(
  ground: Ground,
  person: Person,
  given: z.input<typeof pcTrial>,
): Promise<{ attributes: string }> {
  const { certificate: given64, chain, userId } = parse(pcTrial, given)
  needKeeperOfKeys(person, userId)
  const certificate = readCertificate(given64)
  await needUsable(ground, { chain: chain.map((one) => readCertificate(one).raw) }, certificate)
  return { attributes: Buffer.from(signedAttributes(randomBytes(32), certificate.raw)).toString('base64') }
}

export const pcImport = z.object({
  certificate: der,
  chain,
  /** What tryPc gave, and its signature. */
  attributes: base64(16_384),
  signature: base64(8_192),
  /** Whose key; null = the agency's seal. */
  userId: id.nullable(),
  imagePng: z.instanceof(Uint8Array).nullable(),
  acceptsName: z.boolean().default(false),
})
export type PcImport = z.input<typeof pcImport>

/**
 * By its holder, or by an administrator for anybody and for the seal. Retires the key of this kind that the holder had before. A
 * holder cannot say that another name is theirs: that an administrator does. Throws as `importKey` does.
 */
export async function importPc(ground: Ground, person: Person, given: PcImport): Promise<{ id: string }> {
  const { userId, imagePng: picture, acceptsName, ...brought } = parse(pcImport, given)
  needKeeperOfKeys(person, userId)
  const certificate = readCertificate(brought.certificate)
  const [attributes, signature] = [bytesOf(brought.attributes), bytesOf(brought.signature)]
  if (!isSignatureOf(certificate.raw, attributes, signature)) throw new AppError('bad_key', { reason: 'not_its_own' })
  const imagePng = await needPicture(ground, person, userId, picture)
  const chain = brought.chain.map((one) => readCertificate(one).raw)
  const isEvaluation = await needUsable(ground, { chain }, certificate)
  return storeKey(ground, person, {
    ...{ userId, provider: 'companion', kept: { place: { at: 'pc' } } },
    ...{ certificate, chain, imagePng, isEvaluation },
    acceptsName: acceptsName && person.roles.includes('admin'),
  })
}

const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, 'base64'))

function readCertificate(text: string): X509Certificate {
  try {
    return new X509Certificate(bytesOf(text))
  } catch {
    throw new AppError('bad_key', { reason: 'no_certificate' })
  }
}
