import { asc, eq, inArray, sql } from 'drizzle-orm'
import type { Anchor } from '../../src/lib/document/anchors/anchor.ts'
import type { Transaction } from '../database/connect.ts'
import { comments, threadReads, threads } from '../database/tables.ts'

/** A statement of Postgres takes 65,535 values; a thousand threads that fifty people have read are more. */
const ROWS_AT_ONCE = 10_000

/**
 * All threads of a draft into one that goes on from its text, with who said what and when, for whom, and what was settled.
 * The text was carried over whole, so the anchors hold there; newer places of theirs stand in it under the old thread's id.
 * What was suggested stays behind: of what was said about it the words before and after are kept. Nothing of it is news.
 */
export async function carryThreads(tx: Transaction, fromDraftId: string, toDraftId: string): Promise<void> {
  const old = await tx.select().from(threads).where(eq(threads.draftId, fromDraftId)).orderBy(asc(threads.createdAt))
  if (old.length === 0) return
  const ids = new Map(old.map(({ id }) => [id, crypto.randomUUID()]))
  const carried = old.map((thread) => ({
    ...thread,
    ...{ id: ids.get(thread.id), draftId: toDraftId, anchor: named(thread), suggestionId: null },
  }))
  await tx.insert(threads).values(carried)
  const said = await tx
    .select()
    .from(comments)
    .where(inArray(comments.threadId, [...ids.keys()]))
    .orderBy(asc(comments.seq))
  const words = said.flatMap(({ id: _, seq: __, threadId, ...comment }) => {
    const into = ids.get(threadId)
    return into ? [{ ...comment, threadId: into }] : []
  })
  if (words.length > 0) await tx.insert(comments).values(words)
  await carryMarks(tx, ids)
}

/** Who had read a thread to its end has read it here, too. */
async function carryMarks(tx: Transaction, ids: ReadonlyMap<string, string>): Promise<void> {
  const marks = await tx
    .select({ threadId: threadReads.threadId, userId: threadReads.userId })
    .from(threadReads)
    .where(
      sql`${inArray(threadReads.threadId, [...ids.keys()])} and not exists (
        select 1 from ${comments} where ${comments.threadId} = ${threadReads.threadId} and ${comments.seq} > ${threadReads.upTo}
          and ${comments.authorId} <> ${threadReads.userId})`,
    )
  const last = sql<number>`max(${comments.seq})`.mapWith(Number)
  const ends = await tx
    .select({ threadId: comments.threadId, last })
    .from(comments)
    .where(inArray(comments.threadId, [...ids.values()]))
    .groupBy(comments.threadId)
  const upTo = new Map(ends.map((end) => [end.threadId, end.last]))
  const rows = marks.flatMap(({ threadId, userId }) => {
    const into = ids.get(threadId)
    const end = upTo.get(into ?? '')
    return into && end !== undefined ? [{ threadId: into, userId, upTo: end }] : []
  })
  for (let at = 0; at < rows.length; at += ROWS_AT_ONCE)
    await tx.insert(threadReads).values(rows.slice(at, at + ROWS_AT_ONCE))
}

function named({ id, anchor }: typeof threads.$inferSelect): Anchor | null {
  return anchor && { ...anchor, name: anchor.name ?? id }
}
