/** Read marks: up to which comment of each thread somebody has read. They hold for the person, on every device. */
import { and, eq, inArray, sql } from 'drizzle-orm'
import { z } from 'zod'
import { AppError } from '../../src/lib/errors.ts'
import { id, parse } from '../access/border.ts'
import { readDraft } from '../access/facts.ts'
import { mayReadReview } from '../access/may.ts'
import type { Person } from '../access/person.ts'
import { readableThreads } from '../access/talk.ts'
import type { Transaction } from '../database/connect.ts'
import { threadReads, threads } from '../database/tables.ts'
import type { Ground } from './ground.ts'

/** All of a draft at once. */
const MOST_AT_ONCE = 1_000

export const marking = z.object({
  draftId: z.string(),
  /** `upTo`: `seq` of the last comment that was seen. What came after it stays unread. */
  read: z
    .array(z.object({ threadId: id, upTo: z.int().positive() }))
    .min(1, 'required')
    .max(MOST_AT_ONCE, 'too_long'),
})

/** What is no thread of this draft, or not for this person, is passed over: a page may not have heard yet. */
export async function markThreads(ground: Ground, person: Person, input: z.input<typeof marking>): Promise<void> {
  const { draftId, read } = parse(marking, input)
  const draft = await readDraft(ground.db, person, draftId)
  if (!mayReadReview(person, draft)) throw new AppError('not_found')
  const wanted = new Map(read.map(({ threadId, upTo }) => [threadId, upTo]))
  const known = await ground.db
    .select({ id: threads.id })
    .from(threads)
    .where(and(eq(threads.draftId, draft.id), inArray(threads.id, [...wanted.keys()]), readableThreads(person)))
  if (known.length === 0) return
  // In one order, so that two devices of the same person never wait for each other.
  const rows = known
    .map(({ id }) => ({ threadId: id, userId: person.id, upTo: wanted.get(id) ?? 0 }))
    .sort((a, b) => (a.threadId < b.threadId ? -1 : 1))
  await ground.db.insert(threadReads).values(rows).onConflictDoUpdate(furthest)
  ground.notice(draft.id, 'thread-reads', [person.id])
}

export async function markSpoken(tx: Transaction, person: Person, threadId: string, upTo: number): Promise<void> {
  await tx.insert(threadReads).values({ threadId, userId: person.id, upTo }).onConflictDoUpdate(furthest)
}

/** A mark never goes back: an older page may tell late. */
const furthest = {
  target: [threadReads.threadId, threadReads.userId],
  set: { upTo: sql`greatest(${threadReads.upTo}, excluded.up_to)` },
}
