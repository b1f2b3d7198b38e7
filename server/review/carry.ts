import { asc, eq, inArray } from 'drizzle-orm'
import type { Anchor } from '../../src/lib/document/anchors/anchor.ts'
import type { Transaction } from '../database/connect.ts'
import { comments, threads } from '../database/tables.ts'

/**
 * All threads of a draft into one that goes on from its text, with who said what and when, and what was settled. The text
 * was carried over whole, so the anchors hold there; newer places of theirs stand in it under the old thread's id.
 */
export async function carryThreads(tx: Transaction, fromDraftId: string, toDraftId: string): Promise<void> {
  const old = await tx.select().from(threads).where(eq(threads.draftId, fromDraftId)).orderBy(asc(threads.createdAt))
  if (old.length === 0) return
  const ids = new Map(old.map(({ id }) => [id, crypto.randomUUID()]))
  await tx
    .insert(threads)
    .values(old.map((thread) => ({ ...thread, id: ids.get(thread.id), draftId: toDraftId, anchor: named(thread) })))
  const said = await tx
    .select()
    .from(comments)
    .where(inArray(comments.threadId, [...ids.keys()]))
  const carried = said.flatMap(({ id: _, threadId, ...comment }) => {
    const into = ids.get(threadId)
    return into ? [{ ...comment, threadId: into }] : []
  })
  if (carried.length > 0) await tx.insert(comments).values(carried)
}

function named({ id, anchor }: typeof threads.$inferSelect): Anchor | null {
  return anchor && { ...anchor, name: anchor.name ?? id }
}
