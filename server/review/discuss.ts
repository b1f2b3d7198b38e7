/** Opening threads, answering, and putting one's own words right or taking them away. */
import { and, eq, isNull, type SQL, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { AppError } from '../../src/lib/errors.ts'
import { parse } from '../access/border.ts'
import { lockDraft } from '../access/facts.ts'
import type { Person } from '../access/person.ts'
import { needOwnComment, type ThreadFacts, unitOf } from '../access/talk.ts'
import { record, recordAll } from '../audit/index.ts'
import type { Transaction } from '../database/connect.ts'
import { comments, suggestions, threads } from '../database/tables.ts'
import { acting, inDraft, lockThread } from './act.ts'
import type { Ground } from './ground.ts'
import { markSpoken } from './mark.ts'
import { needReaders } from './readers.ts'
import { inRoom, needRoom } from './room.ts'
import { bringing, type BroughtThread, deleting, editing, type NewThread, opening, replying, words } from './shapes.ts'

/** A page that has to show more than this has stopped being a review. */
const MAX_THREADS = 1000

/** A new thread with its first comment: about a passage, a field or a suggestion, or without any of them about the whole draft. */
export async function openThread(ground: Ground, person: Person, input: NewThread): Promise<{ threadId: string }> {
  const { draftId, anchor, quote, field, suggestionId, audience, text, mentions } = parse(opening, input)
  if (field !== null && (anchor || suggestionId !== null)) throw new AppError('bad_input', { field: 'field' })
  const facts = { audience, unitId: unitOf(person, audience), createdBy: person.id }
  return acting(ground, draftId, async (tx) => {
    await lockDraft(tx, person, { draftId }, 'comment')
    if (suggestionId !== null) await needSuggestion(tx, draftId, suggestionId)
    if ((await tx.$count(threads, eq(threads.draftId, draftId))) >= MAX_THREADS) {
      throw new AppError('too_large', { field: 'threads' })
    }
    await needRoom(tx, draftId, {}, text)
    const row = { draftId, anchor, quote, field, suggestionId, ...facts }
    const [thread] = await tx.insert(threads).values(row).returning({ id: threads.id })
    if (!thread) throw new Error('the thread was not made')
    const about = { draftId, threadId: thread.id, facts }
    const commentId = await say(tx, person, about, { text, mentions })
    await ground.tell(tx, person, { is: 'comment', draftId, threadId: thread.id, mentioned: mentions })
    await record(tx, { actorId: person.id, act: 'thread.open', draftId, detail: { threadId: thread.id, commentId } })
    return { result: { threadId: thread.id }, facts }
  })
}

/** What was taken back is gone; what was decided may still be spoken about. */
async function needSuggestion(tx: Transaction, draftId: string, suggestionId: string): Promise<void> {
  const [known] = await tx
    .select({ state: suggestions.state })
    .from(suggestions)
    .where(and(eq(suggestions.id, suggestionId), eq(suggestions.draftId, draftId)))
  if (!known) throw new AppError('not_found')
  if (known.state === 'withdrawn') throw new AppError('suggestion_withdrawn')
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
  // Within a transaction now() stands still, and they would have no order.
  const nth = (at: number) => sql`clock_timestamp() + make_interval(secs => ${at / 1_000_000})`
  const made = inRoom(brought)
    .slice(0, MAX_THREADS)
    .map(({ said, isSettled, ...about }, at) => {
      const createdAt = nth(at)
      const { anchor, quote } = parse(bringing, about)
      const settled = isSettled ? { resolvedAt: sql`now()`, resolvedBy: person.id } : {}
      const thread = { id: crypto.randomUUID(), draftId, anchor, quote, createdBy: person.id, createdAt, ...settled }
      return { thread, said: broughtWords(said, { threadId: thread.id, authorId: person.id, createdAt }) }
    })
  // All at once: the record, which everybody's acts wait for, is held from the draft's first entry on.
  const said = made.flatMap(({ said }) => said)
  if (made.length > 0) await tx.insert(threads).values(made.map(({ thread }) => thread))
  if (said.length > 0) await tx.insert(comments).values(said)
  const act = { actorId: person.id, act: 'thread.bring', draftId }
  await recordAll(
    tx,
    made.map(({ thread }) => ({ ...act, detail: { threadId: thread.id } })),
  )
}

/** In their authors' names, at the times that the file says; where it says none, when they are brought. In its order. */
function broughtWords<Row extends { createdAt: SQL }>(said: BroughtThread['said'], row: Row) {
  let last = 0
  return said.map(({ author, date, text }) => {
    last = Math.max(last, pastTime(date))
    const createdAt = last > 0 ? new Date(last) : row.createdAt
    return { ...row, createdAt, outsideAuthor: author, text: parse(words, text) }
  })
}

/** In milliseconds; 0 for none, or for one that lies ahead of us. */
function pastTime(date: string): number {
  const time = Date.parse(date)
  return time <= Date.now() ? time : 0
}

/** A reply to a resolved thread opens it again: something is still to be said. */
export async function reply(
  ground: Ground,
  person: Person,
  input: z.input<typeof replying>,
): Promise<{ commentId: string }> {
  const { draftId, threadId, text, mentions } = parse(replying, input)
  return acting(ground, draftId, async (tx) => {
    const facts = await lockThread(tx, person, { draftId, threadId }, 'comment')
    await needRoom(tx, draftId, { threadId }, text)
    await tx.update(threads).set({ resolvedAt: null, resolvedBy: null }).where(inDraft(draftId, threadId))
    const commentId = await say(tx, person, { draftId, threadId, facts }, { text, mentions })
    await ground.tell(tx, person, { is: 'answer', draftId, threadId, mentioned: mentions })
    await record(tx, { actorId: person.id, act: 'thread.reply', draftId, detail: { threadId, commentId } })
    return { result: { commentId }, facts }
  })
}

/** One's own words only; that they were edited stays visible. Who is newly spoken to is told. */
export async function editComment(ground: Ground, person: Person, input: z.input<typeof editing>): Promise<void> {
  const { draftId, commentId, text, mentions } = parse(editing, input)
  await acting(ground, draftId, async (tx) => {
    const { threadId, facts, before } = await lockOwn(tx, person, draftId, commentId)
    if (text === before.text) return { result: undefined, facts }
    await needReaders(tx, { draftId, facts }, mentions)
    await needRoom(tx, draftId, { commentId }, text)
    const edited = { text, mentions, editedAt: sql`now()` }
    await tx.update(comments).set(edited).where(eq(comments.id, commentId))
    const mentioned = mentions.filter((one) => !before.mentions.includes(one))
    if (mentioned.length > 0) await ground.tell(tx, person, { is: 'mention', draftId, threadId, mentioned })
    await record(tx, { actorId: person.id, act: 'comment.edit', draftId, detail: { threadId, commentId } })
    return { result: undefined, facts }
  })
}

/** One's own words only. That there were some stays visible; a thread in which nothing is left is settled. */
export async function deleteComment(ground: Ground, person: Person, input: z.input<typeof deleting>): Promise<void> {
  const { draftId, commentId } = parse(deleting, input)
  await acting(ground, draftId, async (tx) => {
    const { threadId, facts } = await lockOwn(tx, person, draftId, commentId)
    const gone = { text: '', mentions: [], deletedAt: sql`now()` }
    await tx.update(comments).set(gone).where(eq(comments.id, commentId))
    const left = await tx.$count(comments, and(eq(comments.threadId, threadId), isNull(comments.deletedAt)))
    const settled = { resolvedAt: sql`now()`, resolvedBy: person.id }
    if (left === 0)
      await tx
        .update(threads)
        .set(settled)
        .where(and(inDraft(draftId, threadId), isNull(threads.resolvedAt)))
    await record(tx, { actorId: person.id, act: 'comment.delete', draftId, detail: { threadId, commentId } })
    return { result: undefined, facts }
  })
}

/** Throws `not_found` also for a comment in a thread that is not for this person. */
async function lockOwn(tx: Transaction, person: Person, draftId: string, commentId: string) {
  await lockDraft(tx, person, { draftId }, 'comment')
  const [before] = await tx
    .select({
      threadId: comments.threadId,
      authorId: comments.authorId,
      outsideAuthor: comments.outsideAuthor,
      deletedAt: comments.deletedAt,
      text: comments.text,
      mentions: comments.mentions,
    })
    .from(comments)
    .innerJoin(threads, eq(threads.id, comments.threadId))
    .where(and(eq(comments.id, commentId), eq(threads.draftId, draftId)))
  if (!before) throw new AppError('not_found')
  const { threadId } = before
  const facts = await lockThread(tx, person, { draftId, threadId }, 'comment')
  needOwnComment(person, before)
  return { threadId, facts, before }
}

/** Whoever says something has read what stands before it. */
async function say(
  tx: Transaction,
  person: Person,
  thread: { draftId: string; threadId: string; facts: ThreadFacts },
  { text, mentions }: { text: string; mentions: string[] },
): Promise<string> {
  await needReaders(tx, thread, mentions)
  const { threadId } = thread
  const row = { threadId, authorId: person.id, text, mentions }
  const [comment] = await tx.insert(comments).values(row).returning({ id: comments.id, seq: comments.seq })
  if (!comment) throw new Error('the comment was not made')
  await markSpoken(tx, person, threadId, comment.seq)
  return comment.id
}
