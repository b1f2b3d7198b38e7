/** Tries everything that signing stands on: time-stamping authorities, the clock beside theirs, keys with their chains, authorities. */
import { randomBytes, X509Certificate } from 'node:crypto'
import { count, isNotNull, isNull } from 'drizzle-orm'
import { type KeyState, SIGNATURE_LEVELS, type SignatureLevel, type StampFault } from '../../../src/lib/vocabulary.ts'
import { archives, signingKeys, trustedAuthorities } from '../../database/tables.ts'
import type { Ground } from '../ground.ts'
import { stateOf } from '../keys/find.ts'
import { askRevocation } from '../keys/revoked.ts'
import { nameParts } from '../pki/names.ts'

export interface StampTrial {
  /** Where it is; the rest of its address may hold an account. */
  host: string
  fault: StampFault | null
  /** Who stamps there, and until when its certificate holds; null where it gave no good stamp. */
  stamper: { name: string; endsAt: Date } | null
}

/** Something that ends, or cannot be used. */
export interface Ending {
  what: 'key' | 'seal' | 'authority' | 'stamper'
  /** Of its row; of a stamper its host. */
  id: string
  name: string
  endsAt: Date
  /** Of a key. */
  state: KeyState | null
  /** Whose it is, and of which agency; null of what is everybody's. */
  userId: string | null
  agencyId: string | null
}

export interface Standing {
  at: Date
  stamps: StampTrial[]
  /** By how much the server is ahead of the first authority that told the time; null where none did. */
  clockMs: number | null
  endings: Ending[]
  levels: { level: SignatureLevel; count: number }[]
}

export async function tryAll(ground: Ground): Promise<Standing> {
  const { stamps, clockMs } = await tryStamps(ground)
  const [keys, authorities, levels] = await Promise.all([tryKeys(ground), authoritiesOf(ground), levelsOf(ground)])
  const stampers = stamps.flatMap(({ host, stamper }): Ending[] =>
    stamper
      ? [
          {
            what: 'stamper',
            id: host,
            name: stamper.name,
            endsAt: stamper.endsAt,
            state: null,
            userId: null,
            agencyId: null,
          },
        ]
      : [],
  )
  return { at: ground.now(), stamps, clockMs, endings: [...keys, ...authorities, ...stampers], levels }
}

async function tryStamps({ stamps, now }: Ground): Promise<Pick<Standing, 'stamps' | 'clockMs'>> {
  let clockMs: number | null = null
  const tried = await stamps.tryAll(randomBytes(32))
  const trials = tried.map(({ host, answer }): StampTrial => {
    const time = 'token' in answer ? answer.stamp.time : (answer.time ?? null)
    if (time && clockMs === null) clockMs = now().getTime() - time.getTime()
    if ('fault' in answer) return { host, fault: answer.fault, stamper: null }
    const { certificate } = answer.stamp
    const name = nameParts(certificate.subject).get('CN') ?? host
    return { host, fault: null, stamper: { name, endsAt: new Date(certificate.validTo) } }
  })
  return { stamps: trials, clockMs }
}

async function tryKeys(ground: Ground): Promise<Ending[]> {
  const { db, now } = ground
  const { id, userId, agencyId, subject, retiredAt, revokedAt, validFrom, validTo } = signingKeys
  const [rows, authorities] = await Promise.all([
    db
      .select({
        ...{ id, userId, agencyId, subject, retiredAt, revokedAt, validFrom, validTo },
        ...{ certificatePem: signingKeys.certificatePem, chainPem: signingKeys.chainPem },
        hasImage: isNotNull(signingKeys.imagePng).mapWith(Boolean),
      })
      .from(signingKeys)
      .where(isNull(retiredAt)),
    db.select().from(trustedAuthorities),
  ])
  const endings: Ending[] = []
  for (const row of rows) {
    const found = await stateOf(row, authorities, now())
    // One after the other: these are others' servers.
    const isRevoked = found === 'usable' && (await askRevocation(ground, row))
    endings.push({
      ...{ what: row.userId === null ? 'seal' : 'key', id: row.id, name: row.subject, endsAt: row.validTo },
      ...{ state: isRevoked ? 'revoked' : found, userId: row.userId, agencyId: row.agencyId },
    })
  }
  return endings
}

async function authoritiesOf({ db }: Ground): Promise<Ending[]> {
  const rows = await db.select().from(trustedAuthorities)
  return rows.map(({ id, name, certificatePem }) => ({
    ...{ what: 'authority', id, name, endsAt: new Date(new X509Certificate(certificatePem).validTo) },
    ...{ state: null, userId: null, agencyId: null },
  }))
}

async function levelsOf({ db }: Ground): Promise<Standing['levels']> {
  const { level, dueAt } = archives
  const rows = await db.select({ level, count: count() }).from(archives).where(isNotNull(dueAt)).groupBy(level)
  return SIGNATURE_LEVELS.flatMap((one) => rows.find((row) => row.level === one) ?? [])
}
