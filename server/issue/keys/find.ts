/** Which key somebody signs with, and why there is none. */
import { X509Certificate } from 'node:crypto'
import { and, desc, eq, isNull } from 'drizzle-orm'
import type { KeyState, SigningDevice } from '../../../src/lib/vocabulary.ts'
import type { Queryable } from '../../database/connect.ts'
import { signingKeys, trustedAuthorities } from '../../database/tables.ts'
import { certificatesIn, type TrustedAuthority } from '../pki/chain.ts'
import { trustOf } from '../pki/trust.ts'
import type { KeyRow, Providers } from '../providers/provider.ts'
import { ofUsedWays } from './ways.ts'
import { type NamePair, pairAgency, pairPerson } from './whose.ts'

export type { KeyRow }

/** Whose key: a person's own, or the seal of an agency. */
export type KeyHolder = { userId: string } | { sealOf: string }

export interface FoundKey {
  state: KeyState
  /** The key that is used, or the newest one when none can be. */
  row: KeyRow | null
}

/** Where keys are looked up: those of a kind that this house does not offer, or their office does not use, are none. */
export interface KeyGround {
  db: Queryable
  providers: Providers
  now(): Date
}

/** The one with this id where one is named, else the newest that can be used. */
export async function findKey(ground: KeyGround, holder: KeyHolder, keyId?: string): Promise<FoundKey> {
  const all = await readKeys(ground, holder)
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
  validTo: Date
  device: SigningDevice
  needsPin: boolean
  /** DER in base64, of a token at its holder's PC: their browser looks whether it is plugged in. */
  certificate: string | null
  /** The name in its certificate, beside the one on the paper. */
  names: NamePair
}

/**
 * What a holder can sign with now, the newest first; in full, since it is for waysOn. `withoutPicture`: on a paper that shows no
 * seal, one without its picture too.
 */
export async function readUsable(
  ground: KeyGround,
  holder: KeyHolder,
  { withoutPicture = false } = {},
): Promise<KeyRow[]> {
  const isFit = withoutPicture ? canSign : (state: KeyState) => state === 'usable'
  return (await readKeys(ground, holder)).flatMap(({ state, row }) => (isFit(state) ? [row] : []))
}

/** A seal without its picture signs what shows none: the copy of a paper that was sealed by hand (Decree 30/2020, appendix I, IV.3). */
export const canSign = (state: KeyState): boolean => state === 'usable' || state === 'no_image'

/** The same as somebody chooses from it, for this paper. */
export function waysOn(keys: readonly KeyRow[], paper: Paper, providers: Providers): KeyWay[] {
  return keys.flatMap(({ id, subject, validTo, provider, certificatePem }) => {
    const of = providers.get(provider)
    if (!of) return []
    const names = pair(certificatePem, paper)
    const certificate = of.device === 'pc' ? new X509Certificate(certificatePem).raw.toString('base64') : null
    return [{ id, subject, validTo, device: of.device, needsPin: of.needsPin, certificate, names }]
  })
}

/** All that a holder ever had, the newest first. */
async function readKeys({ db, providers, now }: KeyGround, holder: KeyHolder): Promise<(FoundKey & { row: KeyRow })[]> {
  const whose =
    'userId' in holder
      ? eq(signingKeys.userId, holder.userId)
      : and(eq(signingKeys.agencyId, holder.sealOf), isNull(signingKeys.userId))
  const rows = await db.select().from(signingKeys).where(whose).orderBy(desc(signingKeys.createdAt))
  const authorities = await db.select().from(trustedAuthorities)
  const offered = (await ofUsedWays(db, rows)).filter(({ provider }) => providers.has(provider))
  return Promise.all(
    offered.map(async (row) => ({
      state: await stateOf({ ...row, hasImage: row.imagePng !== null }, authorities, now()),
      row,
    })),
  )
}

type Shown = 'userId' | 'retiredAt' | 'revokedAt' | 'validFrom' | 'validTo' | 'certificatePem' | 'chainPem'
type KeyFacts = Pick<KeyRow, Shown> & { hasImage: boolean }

export async function stateOf(key: KeyFacts, authorities: TrustedAuthority[], now: Date): Promise<KeyState> {
  if (key.retiredAt) return 'retired'
  if (key.revokedAt) return 'revoked'
  if (key.validTo <= now) return 'expired'
  if (key.validFrom > now) return 'not_yet_valid'
  // A person's signature can be written out (sign/written.ts); a seal is its picture.
  if (!key.hasImage && key.userId === null) return 'no_image'
  const certificate = new X509Certificate(key.certificatePem)
  const { authority } = await trustOf(certificate, certificatesIn(key.chainPem), authorities, now)
  return authority ? 'usable' : 'untrusted'
}

/** Whose name stands on a paper: of who signs it, or of the agency that seals it. */
export type Paper = { signer: string } | { agency: string }

function pair(certificatePem: string, paper: Paper): NamePair {
  const certificate = new X509Certificate(certificatePem)
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
