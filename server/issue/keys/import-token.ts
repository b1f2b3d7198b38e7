/** A key in a token or machine beside this server becomes a way to sign: the key stays where it is, and its PIN is kept nowhere. */
import { X509Certificate } from 'node:crypto'
import { z } from 'zod'
import { AppError } from '../../../src/lib/errors.ts'
import { id, parse, pin } from '../../access/border.ts'
import { needAdministrator } from '../../access/office.ts'
import type { Person } from '../../access/person.ts'
import type { Ground } from '../ground.ts'
import { listTokens, openToken, type Token, tokenPlace } from '../providers/pkcs11/tokens.ts'
import { needUsable } from './import.ts'
import { needPicture } from './picture.ts'
import { storeKey } from './store-key.ts'
import { certificateNames } from './whose.ts'

export interface TokenList {
  /** Whether the settings name any module at all. */
  isOffered: boolean
  tokens: {
    module: string
    serial: string
    label: string
    model: string
    pin: Token['pin']
    keys: { keyId: string; subject: string; validTo: Date }[]
  }[]
  /** Modules that gave no answer, with the reason. */
  failed: { module: string; reason: string }[]
}

/** Administrators only. Asks each module: it may take seconds. */
export async function tokensToChoose({ tokenModules }: Ground, person: Person): Promise<TokenList> {
  needAdministrator(person)
  const { tokens, failed } = await listTokens(tokenModules)
  return {
    isOffered: tokenModules.paths.size > 0,
    tokens: tokens.map(({ certificates, ...token }) => ({
      ...token,
      keys: certificates.flatMap(({ keyId, der }) => {
        const certificate = new X509Certificate(der)
        const validTo = new Date(certificate.validTo)
        return certificate.ca ? [] : [{ keyId, subject: certificateNames(certificate).shown, validTo }]
      }),
    })),
    failed: [...failed].map(([module, reason]) => ({ module, reason })),
  }
}

const image = z.instanceof(Uint8Array).nullable()
export const tokenImport = tokenPlace.extend({
  /** Whose key; null = the agency's seal. */
  userId: id.nullable(),
  pin,
  imagePng: image,
  /** The administrator has seen that the certificate names somebody else, and says that it is theirs all the same. */
  acceptsName: z.boolean().default(false),
})
export type TokenImport = z.input<typeof tokenImport>

/**
 * Tries the key with its PIN, and keeps where it is. Retires the token key that this holder had before; a file of theirs stays.
 * Throws as `importKey` does, and `key_unreachable {reason}`.
 */
export async function importToken(ground: Ground, person: Person, given: TokenImport): Promise<{ id: string }> {
  needAdministrator(person)
  const { userId, pin, imagePng: picture, acceptsName, ...place } = parse(tokenImport, given)
  const imagePng = await needPicture(ground, person, userId, picture)
  const { tokens } = await listTokens(ground.tokenModules)
  const token = tokens.find(({ module, serial }) => module === place.module && serial === place.serial)
  const found = token?.certificates.find(({ keyId }) => keyId === place.keyId)
  if (!token || !found) throw new AppError('key_unreachable', { reason: 'token_gone' })
  const certificate = new X509Certificate(found.der)
  const chain = token.certificates.flatMap(({ der }) => (new X509Certificate(der).ca ? [der] : []))
  const isEvaluation = await needUsable(ground, { chain }, certificate)
  await ground.attempts.guard(certificate.fingerprint256, async () => {
    const key = await openToken(ground.tokenModules, place, { certificate, chain, pin })
    await key.close()
  })

  return storeKey(ground, person, {
    ...{ userId, provider: 'pkcs11', kept: { place }, certificate, chain, imagePng, isEvaluation, acceptsName },
    about: { token: place.serial },
  })
}
