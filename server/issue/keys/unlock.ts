/** From a PIN to a key that signs, before anything is frozen. */
import { X509Certificate } from 'node:crypto'
import { AppError } from '../../../src/lib/errors.ts'
import type { Person } from '../../access/person.ts'
import { record } from '../../audit/index.ts'
import type { Database } from '../../database/connect.ts'
import { type OpenKey, openKey } from '../pki/open.ts'
import type { PinAttempts } from './attempts.ts'
import { findKey, type KeyHolder } from './find.ts'

export interface UnlockedKey {
  id: string
  key: OpenKey
  subject: string
  /** Null where a person has given none; a seal that is usable has one. */
  imagePng: Uint8Array | null
}

export interface KeyGround {
  db: Database
  attempts: PinAttempts
  now(): Date
}

/** Throws `no_key {reason}`, `too_many_requests {seconds}` or `wrong_pin {remaining}`; a wrong PIN is in the record. */
export async function unlock(
  { db, attempts, now }: KeyGround,
  person: Person,
  holder: KeyHolder,
  pin: string,
  draftId: string | null,
): Promise<UnlockedKey> {
  const { state, row } = await findKey(db, holder, now())
  if (state !== 'usable' || !row) throw new AppError('no_key', { reason: state })
  const { id, pkcs12, certificatePem, subject, imagePng } = row
  try {
    const certificate = new X509Certificate(certificatePem)
    const key = await attempts.guard(certificate.fingerprint256, () => openKey(pkcs12, pin))
    if (!certificate.raw.equals(key.certificate)) throw new AppError('bad_key')
    return { id, key, subject, imagePng }
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
