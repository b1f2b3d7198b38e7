/** What the administrator sees of the keys, and what everybody can find out about their own. */
import { X509Certificate } from 'node:crypto'
import { and, desc, eq, getTableColumns, isNotNull, isNull } from 'drizzle-orm'
import { AppError } from '../../../src/lib/errors.ts'
import type { KeyState, SigningDevice } from '../../../src/lib/vocabulary.ts'
import { parseId } from '../../access/border.ts'
import { maySeal } from '../../access/may.ts'
import { needAdministrator } from '../../access/office.ts'
import type { Person } from '../../access/person.ts'
import { needSealRight } from '../../access/seal-rights.ts'
import { userColumns } from '../../access/validity.ts'
import { record } from '../../audit/index.ts'
import { signingKeys, trustedAuthorities, users } from '../../database/tables.ts'
import type { Ground } from '../ground.ts'
import { certificatesIn } from '../pki/chain.ts'
import { trustOf } from '../pki/trust.ts'
import { stateOf } from './find.ts'
import { using } from './unlock.ts'
import { ofUsedWays } from './ways.ts'

export interface KeyListRow {
  id: string
  /** Whose; null = the agency's seal. */
  holder: { id: string; name: string; position: string } | null
  subject: string
  issuer: string
  serial: string
  validFrom: Date
  validTo: Date
  state: KeyState
  /** Where it is; null where this house does not offer its kind any more, or the office does not use it. */
  device: SigningDevice | null
  hasImage: boolean
  isEvaluation: boolean
  createdAt: Date
  retiredAt: Date | null
}

/** Administrators only. The newest first. */
export async function listKeys(ground: Ground, person: Person): Promise<KeyListRow[]> {
  needAdministrator(person)
  return describeKeys(ground, person.agencyId)
}

const SOON_DAYS = 30
const DAY_MS = 24 * 60 * 60 * 1000

/** At the start: warns in the log of every key in use that could not sign now, or not for much longer. */
export async function checkKeys(ground: Ground): Promise<(KeyListRow & { daysLeft: number })[]> {
  const now = ground.now().getTime()
  const doubtful = (await describeKeys(ground, null))
    .filter(({ state }) => state !== 'retired')
    .map((row) => ({ ...row, daysLeft: Math.floor((row.validTo.getTime() - now) / DAY_MS) }))
    .filter(({ state, daysLeft }) => state !== 'usable' || daysLeft < SOON_DAYS)
  for (const { id, state, daysLeft, serial } of doubtful)
    ground.log.warn({ keyId: id, serial, state, daysLeft }, 'a signing key cannot be used, or not for much longer')
  return doubtful
}

async function describeKeys(ground: Ground, agencyId: string | null): Promise<KeyListRow[]> {
  // None of them is shown, all are large.
  const { pkcs12: _file, locked: _locked, imagePng, ...columns } = getTableColumns(signingKeys)
  const [rows, authorities] = await Promise.all([
    ground.db
      .select({
        key: { ...columns, hasImage: isNotNull(imagePng).mapWith(Boolean) },
        holder: { id: users.id, name: users.name, position: userColumns.position },
      })
      .from(signingKeys)
      .leftJoin(users, eq(users.id, signingKeys.userId))
      .where(agencyId === null ? undefined : eq(signingKeys.agencyId, agencyId))
      .orderBy(desc(signingKeys.createdAt)),
    ground.db.select().from(trustedAuthorities),
  ])
  const now = ground.now()
  const keys = rows.map(({ key }) => key)
  const used = new Set((await ofUsedWays(ground.db, keys)).map(({ id }) => id))
  const described = rows.map(async ({ key, holder }): Promise<KeyListRow> => {
    const certificate = new X509Certificate(key.certificatePem)
    const chain = await trustOf(certificate, certificatesIn(key.chainPem), authorities, now)
    return {
      id: key.id,
      holder,
      subject: key.subject,
      issuer: chain.authority?.name ?? certificate.issuer.replaceAll('\n', ', '),
      serial: key.serial,
      validFrom: key.validFrom,
      validTo: key.validTo,
      state: await stateOf(key, authorities, now),
      device: (used.has(key.id) && ground.providers.get(key.provider)?.device) || null,
      hasImage: key.hasImage,
      isEvaluation: key.isEvaluation,
      createdAt: key.createdAt,
      retiredAt: key.retiredAt,
    }
  })
  return Promise.all(described)
}

/** Administrators only; what it signed stays valid. */
export async function retireKey(ground: Ground, person: Person, keyId: string): Promise<void> {
  needAdministrator(person)
  await ground.db.transaction(async (tx) => {
    const own = and(
      eq(signingKeys.id, parseId(keyId)),
      eq(signingKeys.agencyId, person.agencyId),
      isNull(signingKeys.retiredAt),
    )
    const [row] = await tx.update(signingKeys).set({ retiredAt: ground.now() }).where(own).returning()
    if (!row) throw new AppError('not_found')
    await record(tx, { actorId: person.id, act: 'key.retire', detail: { keyId, userId: row.userId } })
  })
}

/**
 * Tries one's own key, or for a clerk the agency's seal, with a test signature: whether the PIN is right is known
 * before it matters. Throws as signing would, and `no_seal_right` to whoever may not use the seal today.
 */
export async function tryKey(ground: Ground, person: Person, which: 'own' | 'seal', pin: string): Promise<void> {
  if (which === 'seal') {
    if (!maySeal(person)) throw new AppError('not_allowed', { action: 'seal' })
    await needSealRight(ground.db, person)
  }
  await using(
    ground,
    person,
    which === 'own' ? { userId: person.id } : { sealOf: person.agencyId },
    { pin },
    async () => {},
  )
}
