/** A key that has been tried becomes somebody's way to sign, or the agency's. */
import { X509Certificate } from 'node:crypto'
import { and, eq, isNull } from 'drizzle-orm'
import { AppError } from '../../../src/lib/errors.ts'
import type { Person } from '../../access/person.ts'
import { officeNow } from '../../access/validity.ts'
import { record } from '../../audit/index.ts'
import type { Transaction } from '../../database/connect.ts'
import { signingKeys, users } from '../../database/tables.ts'
import type { Ground } from '../ground.ts'
import { newestPicture } from './picture.ts'
import { type NamePair, pairAgency, pairPerson } from './whose.ts'

export interface NewKey {
  /** Whose key; null = the agency's seal. */
  userId: string | null
  /** A name in providers/all.ts, and what it needs to open the key again. */
  provider: string
  kept: { locked: Uint8Array } | { place: Record<string, string> }
  certificate: X509Certificate
  /** DER, the issuer's first. */
  chain: Uint8Array[]
  /** Null: the one that the holder has already, if any. */
  imagePng: Uint8Array | null
  isEvaluation: boolean
  /** The administrator has seen that the certificate names somebody else, and says that it is theirs all the same. */
  acceptsName: boolean
  /** For the record, beside what is recorded of every key. */
  about?: Record<string, unknown>
}

/**
 * Retires the key of the same kind that this holder had before; those of other kinds are further ways to sign. Throws `bad_key
 * {reason: 'other_name', inCertificate, expected}` until `acceptsName`, which stands in the record, and `bad_input {field: 'userId'}`.
 */
export async function storeKey(
  { db, now }: Pick<Ground, 'db' | 'now'>,
  person: Person,
  { userId, provider, kept, certificate, chain, imagePng, isEvaluation, acceptsName, about }: NewKey,
): Promise<{ id: string }> {
  return db.transaction(async (tx) => {
    const { inCertificate, onPaper: expected, isSame } = await pairOf(tx, person, userId, certificate)
    if (!isSame && !acceptsName) throw new AppError('bad_key', { reason: 'other_name', inCertificate, expected })
    const holder = userId === null ? isNull(signingKeys.userId) : eq(signingKeys.userId, userId)
    const picture = imagePng ?? (await newestPicture(tx, { agencyId: person.agencyId, userId }))
    const ofKind = and(eq(signingKeys.agencyId, person.agencyId), holder, eq(signingKeys.provider, provider))
    await tx
      .update(signingKeys)
      .set({ retiredAt: now() })
      .where(and(ofKind, isNull(signingKeys.retiredAt)))
    const [row] = await tx
      .insert(signingKeys)
      .values({
        ...{ agencyId: person.agencyId, userId, provider, ...kept, imagePng: picture, isEvaluation },
        certificatePem: certificate.toString(),
        chainPem: chain.map((der) => new X509Certificate(der).toString()).join(''),
        ...{ subject: inCertificate, serial: certificate.serialNumber },
        ...{ validFrom: new Date(certificate.validFrom), validTo: new Date(certificate.validTo) },
      })
      .returning({ id: signingKeys.id })
    if (!row) throw new Error('the key was not stored')
    const accepted = isSame ? {} : { acceptedName: { inCertificate, expected } }
    const detail = { keyId: row.id, userId, serial: certificate.serialNumber, ...about, ...accepted }
    await record(tx, { actorId: person.id, act: 'key.import', detail })
    return row
  })
}

/** The holder's name as the house knows it, beside that in the certificate. */
async function pairOf(
  tx: Transaction,
  person: Person,
  userId: string | null,
  certificate: X509Certificate,
): Promise<NamePair> {
  if (userId === null) {
    const { agencyFullName, agencyName } = await officeNow(tx, person)
    return pairAgency(certificate, [agencyFullName, agencyName])
  }
  const own = and(eq(users.id, userId), eq(users.agencyId, person.agencyId))
  const [known] = await tx.select({ name: users.name }).from(users).where(own)
  if (!known) throw new AppError('bad_input', { field: 'userId', reason: 'unknown' })
  return pairPerson(certificate, known.name)
}
