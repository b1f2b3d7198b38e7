/** Which papers were signed by hand: the scan of such a one is kept in the place of the signed PDF. */
import { eq } from 'drizzle-orm'
import type { Queryable } from '../database/connect.ts'
import { paperSignatures } from '../database/tables.ts'

export interface SignedByHand {
  /** When its signer said so. */
  at: Date
  /** Why no key was used. */
  reason: string
}

/** Null for a paper that is signed with a key, or not yet. */
export async function findByHand(db: Queryable, draftId: string): Promise<SignedByHand | null> {
  const { at, reason } = paperSignatures
  const [row] = await db.select({ at, reason }).from(paperSignatures).where(eq(paperSignatures.draftId, draftId))
  return row ?? null
}
