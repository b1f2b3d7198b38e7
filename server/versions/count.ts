/** Words in and out, and who wrote: counted once for each version, after it was kept, so that no act waits for it. */
import { and, asc, desc, eq, isNull, lt } from 'drizzle-orm'
import { AppError } from '../../src/lib/errors.ts'
import { versions } from '../database/tables.ts'
import type { Ground } from './ground.ts'

/** A list that is opened counts no more than this at once; the next look goes on. */
const MOST_AT_ONCE = 12

type Row = Pick<typeof versions.$inferSelect, 'id' | 'draftId' | 'number' | 'position'>

export async function countMissing(ground: Ground, draftId: string): Promise<void> {
  const missing = await ground.db
    .select({ id: versions.id, draftId: versions.draftId, number: versions.number, position: versions.position })
    .from(versions)
    .where(and(eq(versions.draftId, draftId), isNull(versions.authors)))
    .orderBy(asc(versions.number))
    .limit(MOST_AT_ONCE)
  for (const row of missing) await countOne(ground, row)
}

async function countOne(ground: Ground, row: Row): Promise<void> {
  const { db, text, work } = ground
  const [before] = await db
    .select({ position: versions.position })
    .from(versions)
    .where(and(eq(versions.draftId, row.draftId), lt(versions.number, row.number)))
    .orderBy(desc(versions.number))
    .limit(1)
  const { now, old, written } = await db.transaction(async (tx) => ({
    now: await text.moment(tx, row.draftId, row.position),
    old: before ? await text.moment(tx, row.draftId, before.position) : null,
    written: await text.written(tx, row.draftId, before?.position ?? 0, row.position),
  }))
  if (!now) return
  const counted = await work
    .countWords({ before: old?.updates ?? null, after: now.updates }, { urgency: 'look', about: row.id })
    .catch(unreadable)
  const words = counted && { words: counted.words, wordsIn: counted.in, wordsOut: counted.out }
  await db
    .update(versions)
    .set({ ...words, authors: written.authors })
    .where(eq(versions.id, row.id))
}

/** Nothing can be counted in it, and it is not tried again. */
function unreadable(error: unknown): null {
  if (error instanceof AppError && error.code === 'broken_text') return null
  throw error
}
