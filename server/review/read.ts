import { and, asc, eq, inArray } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { readDraft } from '../access/facts.ts'
import { mayReadReview } from '../access/may.ts'
import type { Person } from '../access/person.ts'
import { readableThreads } from '../access/talk.ts'
import { dayOf, onDay } from '../access/validity.ts'
import { comments, threadReads, threads, units, users } from '../database/tables.ts'
import type { Ground } from './ground.ts'
import type { CommentView, ThreadView } from './shapes.ts'

const author = alias(users, 'author')
const resolver = alias(users, 'resolver')
const own = alias(units, 'own')

/** All threads of a draft that are for this person, with all their comments, oldest first; none for whoever only reads what was issued. */
export async function readThreads(ground: Ground, person: Person, draftId: string): Promise<ThreadView[]> {
  const draft = await readDraft(ground.db, person, draftId)
  if (!mayReadReview(person, draft)) return []
  const rows = await ground.db
    .select({
      thread: threads,
      threadUnit: own.name,
      readUpTo: threadReads.upTo,
      resolver: { id: resolver.id, name: resolver.name },
      comment: comments,
      author: {
        id: author.id,
        name: author.name,
        position: onDay(author.position, author.id, dayOf(comments.createdAt)),
        unit: units.name,
      },
    })
    .from(threads)
    .innerJoin(comments, eq(comments.threadId, threads.id))
    .innerJoin(author, eq(author.id, comments.authorId))
    .leftJoin(units, eq(units.id, author.unitId))
    .leftJoin(own, eq(own.id, threads.unitId))
    .leftJoin(threadReads, and(eq(threadReads.threadId, threads.id), eq(threadReads.userId, person.id)))
    .leftJoin(resolver, eq(resolver.id, threads.resolvedBy))
    .where(and(eq(threads.draftId, draft.id), readableThreads(person)))
    .orderBy(asc(threads.createdAt), asc(threads.id), asc(comments.seq))
  const names = await namesOf(ground, new Set(rows.flatMap(({ comment }) => comment.mentions)))

  const views = new Map<string, ThreadView>()
  for (const { thread, threadUnit, readUpTo, resolver, comment, author } of rows) {
    const { id, text, createdAt, editedAt, deletedAt, seq } = comment
    const mentions = comment.mentions.map((id) => ({ id, name: names.get(id) ?? '' }))
    const isMine = author.id === person.id
    const said: CommentView = { id, author, text, mentions, createdAt, editedAt, deletedAt, isMine, seq }
    const known = views.get(thread.id)
    if (known) known.comments.push(said)
    else views.set(thread.id, viewOf(thread, { unit: threadUnit, readUpTo: readUpTo ?? 0, resolver, said }))
  }
  return [...views.values()]
}

function viewOf(
  { id, anchor, field, suggestionId, quote, audience, createdAt, resolvedAt }: typeof threads.$inferSelect,
  around: { unit: string | null; readUpTo: number; resolver: { id: string; name: string } | null; said: CommentView },
): ThreadView {
  const { unit, readUpTo, resolver, said } = around
  const resolved = resolvedAt && resolver ? { at: resolvedAt, by: resolver } : null
  const about = { anchor, field, suggestionId, quote }
  return { id, ...about, audience, unit, createdAt, resolved, readUpTo, comments: [said] }
}

/** How far this person has read each thread: less than all threads, for their other devices. */
export async function readMarks(ground: Ground, person: Person, draftId: string): Promise<Record<string, number>> {
  const draft = await readDraft(ground.db, person, draftId)
  if (!mayReadReview(person, draft)) return {}
  const rows = await ground.db
    .select({ threadId: threadReads.threadId, upTo: threadReads.upTo })
    .from(threadReads)
    .innerJoin(threads, eq(threads.id, threadReads.threadId))
    .where(and(eq(threads.draftId, draft.id), eq(threadReads.userId, person.id), readableThreads(person)))
  return Object.fromEntries(rows.map(({ threadId, upTo }) => [threadId, upTo]))
}

async function namesOf(ground: Ground, ids: ReadonlySet<string>): Promise<ReadonlyMap<string, string>> {
  if (ids.size === 0) return new Map()
  const rows = await ground.db
    .select({ id: users.id, name: users.name })
    .from(users)
    .where(inArray(users.id, [...ids]))
  return new Map(rows.map(({ id, name }) => [id, name]))
}
