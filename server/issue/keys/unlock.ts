/** From a person, and mostly a PIN, to a key that signs: before anything is frozen. */
import { X509Certificate } from 'node:crypto'
import { z } from 'zod'
import { AppError } from '../../../src/lib/errors.ts'
import { id as idSchema, pin as pinSchema } from '../../access/border.ts'
import type { Person } from '../../access/person.ts'
import { record } from '../../audit/index.ts'
import type { Database } from '../../database/connect.ts'
import type { OpenedKey, SigningProvider } from '../providers/provider.ts'
import type { PinAttempts } from './attempts.ts'
import { canSign, findKey, type KeyGround, type KeyHolder, type KeyRow } from './find.ts'

export interface UnlockedKey {
  id: string
  provider: SigningProvider
  key: OpenedKey
  subject: string
  /** Null where its holder has given none. */
  imagePng: Uint8Array | null
}

interface UnlockGround extends KeyGround {
  db: Database
  attempts: PinAttempts
  /** Whether its authority says so now; it answers within what a person waits. */
  isRevoked(key: KeyRow): Promise<boolean>
}

/**
 * `pin`: where it is typed here, and not on the holder's own device. `keyId`: one of several keys of the same holder; without it
 * the newest that can be used.
 */
export const unlocking = z.object({ pin: pinSchema.optional(), keyId: idSchema.optional() })
interface Unlocking extends z.infer<typeof unlocking> {
  /** Until it resolves no PIN is tried; where it throws, that is told and nothing of the key. */
  ready?: Promise<unknown>
}

/**
 * Throws what `ready` does, else `no_key {reason}`, `bad_input {field: 'pin'}`, `too_many_requests {seconds}`, `wrong_pin {remaining}` or
 * `key_unreachable {reason}`; a wrong PIN is in the record. Whoever opens a key closes it: see `using`.
 */
async function unlock(
  { db, attempts, providers, now, isRevoked }: UnlockGround,
  person: Person,
  holder: KeyHolder,
  { pin = '', keyId, ready }: Unlocking,
  draftId: string | null,
): Promise<UnlockedKey> {
  const { state, row } = await findKey({ db, providers, now }, holder, keyId)
  if (!canSign(state) || !row) throw new AppError('no_key', { reason: state })
  const { id, certificatePem, subject, imagePng } = row
  const provider = providers.get(row.provider)
  if (!provider) throw new AppError('no_key', { reason: 'not_offered' })
  if (provider.needsPin && pin === '') throw new AppError('bad_input', { field: 'pin', reason: 'required' })
  if (await isRevoked(row)) throw new AppError('no_key', { reason: 'revoked' })
  try {
    const certificate = new X509Certificate(certificatePem)
    const open = async () => {
      const preparing = provider.prepare?.(row, { pin })
      preparing?.catch(() => {}) // thrown below, unless `ready` throws
      await ready
      return provider.open(row, { pin, prepared: (await preparing) ?? null })
    }
    const key = provider.needsPin ? await attempts.guard(certificate.fingerprint256, open) : await open()
    if (certificate.raw.equals(key.certificate)) return { id, provider, key, subject, imagePng }
    await key.close()
    throw new AppError('bad_key')
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    // It could be read when it was imported, so now it is damaged: no matter of the PIN.
    if (error.code === 'bad_key') throw new AppError('no_key', { reason: 'unreadable' })
    if (error.code === 'wrong_pin')
      await db.transaction((tx) =>
        record(tx, { actorId: person.id, act: 'key.wrong-pin', draftId, detail: { keyId: id } }),
      )
    throw error
  }
}

/** Opens a key for `work`, and closes it whatever comes of that. Throws as opening does, and what `work` throws. */
export async function using<T>(
  ground: UnlockGround,
  person: Person,
  holder: KeyHolder,
  given: Unlocking & { draftId?: string },
  work: (unlocked: UnlockedKey) => Promise<T>,
): Promise<T> {
  const unlocked = await unlock(ground, person, holder, given, given.draftId ?? null).catch(
    async (failure: unknown) => {
      await given.ready
      throw failure
    },
  )
  try {
    return await work(unlocked)
  } finally {
    await unlocked.key.close()
  }
}
