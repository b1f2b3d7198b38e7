/**
 * Whether the certificate of a key has been revoked, asked of its authority before it signs. Nobody who cannot be reached stops a
 * signature: what is not known then is found out by the archive, after the issue.
 */
import { X509Certificate } from 'node:crypto'
import { and, eq, isNull } from 'drizzle-orm'
import { record } from '../../audit/index.ts'
import { signingKeys, trustedAuthorities } from '../../database/tables.ts'
import type { Ground } from '../ground.ts'
import { certificatesIn } from '../pki/chain.ts'
import { trustOf } from '../pki/trust.ts'
import { collect } from '../verify/collect.ts'
import type { KeyRow } from './find.ts'

/** In a batch of twenty papers it is asked once. */
const HOLDS_MS = 10 * 60_000
const MOST_KNOWN = 500

/** Keeps for a while what was answered; that one is revoked stands for good, in the row. */
export function createRevocation(ask: (key: KeyRow) => Promise<boolean>): (key: KeyRow) => Promise<boolean> {
  const asked = new Map<string, number>()
  return async (key) => {
    if (key.revokedAt) return true
    if ((asked.get(key.id) ?? 0) > performance.now()) return false
    const isRevoked = await ask(key)
    if (asked.size >= MOST_KNOWN) asked.clear()
    if (!isRevoked) asked.set(key.id, performance.now() + HOLDS_MS)
    return isRevoked
  }
}

type Asked = Pick<KeyRow, 'id' | 'certificatePem' | 'chainPem'>

/** `isHurried`: somebody waits. Of a certificate that is trusted only: others may name any address. */
export async function askRevocation(ground: Ground, key: Asked, { isHurried = true } = {}): Promise<boolean> {
  const certificate = new X509Certificate(key.certificatePem)
  const authorities = await ground.db.select().from(trustedAuthorities)
  const chain = await trustOf(certificate, certificatesIn(key.chainPem), authorities, ground.now())
  const [own, issuer] = chain.path
  if (!chain.authority || !own || !issuer) return false
  try {
    const { fault } = await collect(ground, [{ certificate: own.raw, issuer: issuer.raw }], { isHurried })
    if (fault?.reason !== 'revoked') return false
  } catch (failure) {
    ground.log.warn({ err: failure, keyId: key.id }, 'the revocation of a key could not be asked about')
    return false
  }
  await keepRevoked(ground, key.id)
  return true
}

async function keepRevoked({ db, now }: Ground, keyId: string): Promise<void> {
  await db.transaction(async (tx) => {
    const fresh = and(eq(signingKeys.id, keyId), isNull(signingKeys.revokedAt))
    const [row] = await tx.update(signingKeys).set({ revokedAt: now() }).where(fresh).returning({ id: signingKeys.id })
    if (row) await record(tx, { actorId: null, act: 'key.revoked', detail: { keyId } })
  })
}
