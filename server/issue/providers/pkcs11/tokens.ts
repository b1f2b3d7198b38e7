/** The tokens and machines that this server can reach: what is on them, and a key of one of them as a way to sign. */
import { randomBytes, verify, X509Certificate } from 'node:crypto'
import path from 'node:path'
import { z } from 'zod'
import { AppError } from '../../../../src/lib/errors.ts'
import { certificatesIn } from '../../pki/chain.ts'
import { derOfRaw } from '../../pki/ecdsa.ts'
import type { OpenedKey, SigningProvider } from '../provider.ts'
import { Driver, type DriverSettings } from './driver.ts'

/** Where a key is found again: the module by its name in PKCS11_MODULES, the token by its serial number, the key by CKA_ID (hex). */
export const tokenPlace = z.object({ module: z.string(), serial: z.string(), keyId: z.string() })
export type TokenPlace = z.infer<typeof tokenPlace>

const bytes = z.instanceof(Uint8Array)
const listed = z.array(
  z.object({
    ...{ label: z.string(), serial: z.string(), model: z.string(), pin: z.enum(['good', 'low', 'locked']) },
    certificates: z.array(z.object({ keyId: z.string(), der: bytes })),
  }),
)

export type Token = z.infer<typeof listed>[number] & { module: string }

/** Name and path of each module. */
export interface Modules extends DriverSettings {
  paths: ReadonlyMap<string, string>
}

/** By the name of the file: a path may move with an update, and a key is found again by the name. */
export const modulesAt = (paths: readonly string[]): Modules => ({
  paths: new Map(paths.map((one) => [path.parse(one).name, one])),
})

/** Every token that is plugged in now. A module that fails gives none, and is told of in `failed` with its reason. */
export async function listTokens({
  paths,
  ...settings
}: Modules): Promise<{ tokens: Token[]; failed: Map<string, string> }> {
  const tokens: Token[] = []
  const failed = new Map<string, string>()
  for (const [module, file] of paths) {
    const driver = new Driver(file, settings)
    try {
      tokens.push(...listed.parse(await driver.ask('list')).map((token) => ({ ...token, module })))
    } catch (failure) {
      if (!(failure instanceof AppError)) throw failure
      failed.set(module, String(failure.detail.reason))
    } finally {
      await driver.close()
    }
  }
  return { tokens, failed }
}

/** Logs in, and makes a test signature: a key that opens is a key that signs. */
export async function openToken(
  { paths, ...settings }: Modules,
  { module, serial, keyId }: TokenPlace,
  { certificate, chain, pin }: { certificate: X509Certificate; chain: Uint8Array[]; pin: string },
): Promise<OpenedKey> {
  const file = paths.get(module)
  if (!file) throw new AppError('key_unreachable', { reason: 'no_module' })
  const isRsa = certificate.publicKey.asymmetricKeyType === 'rsa'
  const driver = new Driver(file, settings)
  const sign = async (data: Uint8Array) => {
    const value = bytes.parse(await driver.ask('sign', { data }))
    return isRsa ? value : derOfRaw(value)
  }
  try {
    await driver.ask('open', { serial, keyId, isRsa, pin })
    const test = randomBytes(32)
    if (!verify('sha256', test, certificate.publicKey, await sign(test))) throw new AppError('bad_key')
  } catch (failure) {
    await driver.close()
    throw failure
  }
  return {
    ...{ certificate: certificate.raw, chain },
    ask: async ({ attributes }) => ({ is: 'signed', signature: await sign(attributes) }),
    close: () => driver.close(),
  }
}

/** A key in a token or machine beside this server. It logs in for each act, and its PIN is kept nowhere. */
export function createPkcs11(modules: Modules): SigningProvider {
  return {
    device: 'token',
    needsPin: true,
    goodForMs: 60_000, // it answers within seconds or not at all
    async open({ place, certificatePem, chainPem }, { pin }) {
      const where = tokenPlace.safeParse(place)
      if (!where.success) throw new AppError('bad_key')
      const chain = certificatesIn(chainPem).map(({ raw }) => raw)
      return openToken(modules, where.data, { certificate: new X509Certificate(certificatePem), chain, pin })
    },
  }
}
