/** Opening threads, answering, and putting one's own words right. */
import { and, eq, isNull, sql } from 'drizzle-orm'
import { z } from 'zod'
import { anchorShape } from '../../src/lib/document/anchors/anchor.ts'
import { AppError } from '../../src/lib/errors.ts'
import { LIMITS } from '../../src/lib/limits.ts'
import { id, line, parse, prose } from '../access/border.ts'
import { lockDraft } from '../access/facts.ts'
import type { Person } from '../access/person.ts'
import { record } from '../audit/index.ts'
import type { Transaction } from '../database/connect.ts'
import { comments, threads } from '../database/tables.ts'
import type { Ground } from './ground.ts'
import { inRoom, needRoom } from './room.ts'
import type { BroughtThread, NewThread } from './shapes.ts'

/** A page that has to show more than this has stopped being a review. */
const MAX_THREADS = 1000

const words = prose(LIMITS.comment)
const anchor = anchorShape.nullable()

/** A passage may be the whole draft: its beginning says which it is. */
const quote = line(100_000, 0).transform((text) => text.slice(0, LIMITS.quote).toWellFormed())

export const opening = z.object({ draftId: z.string(), anchor, quote, text: words })

/** A new thread with its first comment, about a passage or, without an anchor, about the whole draft. */
export async function openThread(ground: Ground, person: Person, input: NewThread): Promise<{ threadId: string }> {
  const { draftId, anchor, quote, text } = parse(opening, input)
  return commenting(ground, person, draftId, async (tx) => {
    if ((await tx.$count(threads, eq(threads.draftId, draftId))) >= MAX_THREADS) {
      throw new AppError('too_large', { field: 'threads' })
    }
    await needRoom(tx, draftId, {}, text)
    const row = { draftId, anchor, quote, createdBy: person.id }
    const [thread] = await tx.insert(threads).values(row).returning({ id: threads.id })
    if (!thread) throw new Error('the thread was not made')
    const commentId = await say(tx, person, thread.id, text)
    await ground.tell(tx, person, { is: 'comment', draftId, threadId: thread.id })
    await record(tx, { actorId: person.id, act: 'thread.open', draftId, detail: { threadId: thread.id, commentId } })
    return { threadId: thread.id }
  })
}

/**
 * Threads that a new draft brings along, in the transaction that makes it: nobody has it open, so nobody is told. More
 * than a page can show are left out; the caller has said so.
 */
export async function bringThreads(
  tx: Transaction,
  person: Person,
  draftId: string,
  brought: readonly BroughtThread[],
): Promise<void> {
  await lockDraft(tx, person, { draftId }, 'comment')
  for (const { texts, ...about } of inRoom(brought).slice(0, MAX_THREADS)) {
    const { anchor, quote } = parse(opening.pick({ anchor: true, quote: true }), about)
    // Within a transaction now() stands still, and they would have no order.
    const createdAt = sql`clock_timestamp()`
    const [thread] = await tx
      .insert(threads)
      .values({ draftId, anchor, quote, createdBy: person.id, createdAt })
      .returning()
    if (!thread) throw new Error('the thread was not made')
    for (const text of texts) {
      const row = { threadId: thread.id, authorId: person.id, text: parse(words, text), createdAt }
      await tx.insert(comments).values(row)
    }
    await record(tx, { actorId: person.id, act: 'thread.bring', draftId, detail: { threadId: thread.id } })
  }
}

export const replying = z.object({ draftId: z.string(), threadId: id, text: words })

/** A reply to a resolved thread opens it again: something is still to be said. */
export async function reply(
  ground: Ground,
  person: Person,
  input: { draftId: string; threadId: string; text: string },
): Promise<{ commentId: string }> {
  const { draftId, threadId, text } = parse(replying, input)
  return commenting(ground, person, draftId, async (tx) => {
    const reopened = { resolvedAt: null, resolvedBy: null }
    const found = await tx.update(threads).set(reopened).where(inDraft(draftId, threadId)).returning({ id: threads.id })
    if (found.length === 0) throw new AppError('not_found')
    await needRoom(tx, draftId, { threadId }, text)
    const commentId = await say(tx, person, threadId, text)
    await ground.tell(tx, person, { is: 'answer', draftId, threadId })
    await record(tx, { actorId: person.id, act: 'thread.reply', draftId, detail: { threadId, commentId } })
    return { commentId }
  })
}

export const editing = z.object({ draftId: z.string(), commentId: id, text: words })

/** One's own words only; that they were edited stays visible. */
export async function editComment(
  ground: Ground,
  person: Person,
  input: { draftId: string; commentId: string; text: string },
): Promise<void> {
  const { draftId, commentId, text } = parse(editing, input)
  await commenting(ground, person, draftId, async (tx) => {
    const [known] = await tx
      .select({ authorId: comments.authorId, threadId: comments.threadId })
      .from(comments)
      .innerJoin(threads, eq(threads.id, comments.threadId))
      .where(and(eq(comments.id, commentId), eq(threads.draftId, draftId)))
    if (!known) throw new AppError('not_found')
    if (known.authorId !== person.id) throw new AppError('not_allowed', { action: 'edit' })
    await needRoom(tx, draftId, { commentId }, text)
    const edited = { text, editedAt: sql`now()` }
    await tx.update(comments).set(edited).where(eq(comments.id, commentId))
    const detail = { threadId: known.threadId, commentId }
    await record(tx, { actorId: person.id, act: 'comment.edit', draftId, detail })
  })
}

/** Of `resolveThread` and `reopenThread`. */
export const choosing = z.object({ draftId: z.string(), threadId: id })

/** Resolving what is resolved already changes nothing, nor who did it first. */
export async function resolveThread(
  ground: Ground,
  person: Person,
  input: { draftId: string; threadId: string },
): Promise<void> {
  const { draftId, threadId } = parse(choosing, input)
  await commenting(ground, person, draftId, async (tx) => {
    await needThread(tx, draftId, threadId)
    const resolved = { resolvedAt: sql`now()`, resolvedBy: person.id }
    const stillOpen = and(inDraft(draftId, threadId), isNull(threads.resolvedAt))
    const done = await tx.update(threads).set(resolved).where(stillOpen).returning({ id: threads.id })
    if (done.length === 0) return
    await ground.tell(tx, person, { is: 'resolve', draftId, threadId })
    await record(tx, { actorId: person.id, act: 'thread.resolve', draftId, detail: { threadId } })
  })
}

export async function reopenThread(
  ground: Ground,
  person: Person,
  input: { draftId: string; threadId: string },
): Promise<void> {
  const { draftId, threadId } = parse(choosing, input)
  await commenting(ground, person, draftId, async (tx) => {
    await needThread(tx, draftId, threadId)
    await tx.update(threads).set({ resolvedAt: null, resolvedBy: null }).where(inDraft(draftId, threadId))
    await record(tx, { actorId: person.id, act: 'thread.reopen', draftId, detail: { threadId } })
  })
}

/** One transaction in which this person may comment; the others hear of it after the commit. */
async function commenting<T>(
  ground: Ground,
  person: Person,
  draftId: string,
  act: (tx: Transaction) => Promise<T>,
): Promise<T> {
  const result = await ground.db.transaction(async (tx) => {
    await lockDraft(tx, person, { draftId }, 'comment')
    return act(tx)
  })
  ground.notice(draftId, 'threads')
  return result
}

async function say(tx: Transaction, person: Person, threadId: string, text: string): Promise<string> {
  const row = { threadId, authorId: person.id, text }
  const [comment] = await tx.insert(comments).values(row).returning({ id: comments.id })
  if (!comment) throw new Error('the comment was not made')
  return comment.id
}

const inDraft = (draftId: string, threadId: string) => and(eq(threads.id, threadId), eq(threads.draftId, draftId))

async function needThread(tx: Transaction, draftId: string, threadId: string): Promise<void> {
  if ((await tx.$count(threads, inDraft(draftId, threadId))) === 0) throw new AppError('not_found')
}
