import { createHash } from 'node:crypto'
import { canonicalJson } from '../../src/lib/document/canonical.ts'

/** What the first row names as the hash before it. */
export const GENESIS_HASH = '0'.repeat(64)

/** A row of the chain as it is hashed. */
export interface Link {
  seq: number
  /** UTC to the microsecond, the resolution of the database: "2026-01-05T02:15:00.123000Z". */
  at: string
  actorId: string | null
  act: string
  draftId: string | null
  detail: unknown
  previousHash: string
}

/** SHA-256, hex, over the canonical JSON of the row together with the hash before it. */
export function linkHash(link: Link): string {
  const { seq, at, actorId, act, draftId, detail, previousHash } = link
  return createHash('sha256')
    .update(canonicalJson({ seq, at, actorId, act, draftId, detail, previousHash }))
    .digest('hex')
}
