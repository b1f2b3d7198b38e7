/** How long a paper's signatures can be checked, as it is stored, and when something is to be done about it. */
import { and, eq, sql } from 'drizzle-orm'
import type { SignatureLevel, StampFault } from '../../src/lib/vocabulary.ts'
import type { Transaction } from '../database/connect.ts'
import { archives } from '../database/tables.ts'

export type ArchiveRow = typeof archives.$inferSelect

/**
 * With each signature: `noStamp` says why it bears no time stamp, null that it does. The level of the file is that of its lowest
 * signature; a later one makes it no better.
 */
export async function keepLevel(
  tx: Transaction,
  draftId: string,
  noStamp: StampFault | null,
  isLater: boolean,
): Promise<SignatureLevel> {
  const [before] = isLater ? await tx.select().from(archives).where(eq(archives.draftId, draftId)) : []
  const isLow = noStamp !== null || (isLater && before?.level !== 'B-T')
  const kept = {
    level: isLow ? ('B-B' as const) : ('B-T' as const),
    ...(noStamp === null
      ? { reason: isLater ? (before?.reason ?? '') : ('' as const), about: isLater ? (before?.about ?? '') : '' }
      : noStamp === 'none'
        ? { reason: 'no_tsa' as const, about: '' }
        : { reason: 'no_stamp' as const, about: noStamp }),
  }
  await tx
    .insert(archives)
    .values({ draftId, ...kept })
    .onConflictDoUpdate({ target: archives.draftId, set: kept })
  return kept.level
}

/** With the issue: what is above that level is worked on from now on. */
export async function queueArchive(tx: Transaction, draftId: string): Promise<void> {
  const due = { dueAt: sql`clock_timestamp()` }
  await tx
    .insert(archives)
    .values({ draftId, level: 'B-B', ...due })
    .onConflictDoUpdate({ target: archives.draftId, set: due })
}

/** Of one that has been claimed; another node that took it over has its own claim. */
export const claimedBy = ({ draftId, claimedUntil }: ArchiveRow) =>
  and(eq(archives.draftId, draftId), claimedUntil ? eq(archives.claimedUntil, claimedUntil) : sql`false`)
