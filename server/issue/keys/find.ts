/** Which key somebody signs with, and why there is none. */
import { X509Certificate } from 'node:crypto'
import { and, desc, eq, isNull } from 'drizzle-orm'
import type { KeyState, SigningDevice } from '../../../src/lib/vocabulary.ts'
import type { Queryable } from '../../database/connect.ts'
import { signingKeys, trustedAuthorities } from '../../database/tables.ts'
import { certificatesIn, findChain, type TrustedAuthority } from '../pki/chain.ts'
import type { KeyRow, Providers } from '../providers/provider.ts'
import { type NamePair, pairAgency, pairPerson } from './whose.ts'

export type { KeyRow }

/** Whose key: a person's own, or the seal of an agency. */
export type KeyHolder = { userId: string } | { sealOf: string }

export interface FoundKey {
  state: KeyState
  /** The key that is used, or the newest one when none can be. */
  row: KeyRow | null
}

/** The one with this id where one is named, else the newest that can be used. */
export async function findKey(db: Queryable, holder: KeyHolder, now: Date, keyId?: string): Promise<FoundKey> {
  const all = await readKeys(db, holder, now)
  const found = keyId === undefined ? all : all.filter(({ row }) => row.id === keyId)
  return (
    found.find(({ state }) => state === 'usable') ??
    found.find(({ state }) => state !== 'retired') ??
    found[0] ?? { state: 'none', row: null }
  )
}

/** A key that somebody can sign with now, to choose from. */
export interface KeyWay {
  id: string
  subject: string
  device: SigningDevice
  needsPin: boolean
}

/** The newest first. */
export async function listWays(
  { db, now, providers }: { db: Queryable; now(): Date; providers: Providers },
  holder: KeyHolder,
): Promise<KeyWay[]> {
  const all = await readKeys(db, holder, now())
  return all.flatMap(({ state, row: { id, subject, provider } }) => {
    const of = providers.get(provider)
    return state === 'usable' && of ? [{ id, subject, device: of.device, needsPin: of.needsPin }] : []
  })
}

/** All that a holder ever had, the newest first. */
async function readKeys(db: Queryable, holder: KeyHolder, now: Date): Promise<(FoundKey & { row: KeyRow })[]> {
  const whose =
    'userId' in holder
      ? eq(signingKeys.userId, holder.userId)
      : and(eq(signingKeys.agencyId, holder.sealOf), isNull(signingKeys.userId))
  const rows = await db.select().from(signingKeys).where(whose).orderBy(desc(signingKeys.createdAt))
  const authorities = await db.select().from(trustedAuthorities)
  return rows.map((row) => ({ state: stateOf({ ...row, hasImage: row.imagePng !== null }, authorities, now), row }))
}

type Shown = 'userId' | 'retiredAt' | 'validFrom' | 'validTo' | 'certificatePem' | 'chainPem'
type KeyFacts = Pick<KeyRow, Shown> & { hasImage: boolean }

export function stateOf(key: KeyFacts, authorities: TrustedAuthority[], now: Date): KeyState {
  if (key.retiredAt) return 'retired'
  if (key.validTo <= now) return 'expired'
  if (key.validFrom > now) return 'not_yet_valid'
  // A person's signature can be written out (sign/written.ts); a seal is its picture.
  if (!key.hasImage && key.userId === null) return 'no_image'
  const certificate = new X509Certificate(key.certificatePem)
  return findChain(certificate, certificatesIn(key.chainPem), authorities, now).authority ? 'usable' : 'untrusted'
}

/** Whose name stands in the certificate of a key, beside the one on the paper; null without a key. */
export function namesOn({ row }: FoundKey, paper: { signer: string } | { agency: string }): NamePair | null {
  if (!row) return null
  const certificate = new X509Certificate(row.certificatePem)
  return 'signer' in paper ? pairPerson(certificate, paper.signer) : pairAgency(certificate, [paper.agency])
}

/** What a person may know about a key. */
export interface KeyStatus {
  state: KeyState
  subject: string | null
  validTo: Date | null
  isEvaluation: boolean
}

export function asStatus({ state, row }: FoundKey): KeyStatus {
  return {
    state,
    subject: row?.subject ?? null,
    validTo: row?.validTo ?? null,
    isEvaluation: row?.isEvaluation ?? false,
  }
}
