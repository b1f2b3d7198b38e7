import { and, asc, eq, inArray } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { readDraft } from '../access/facts.ts'
import { mayReadReview } from '../access/may.ts'
import { writerOf } from '../access/outside.ts'
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
  const isReadable = and(eq(threads.draftId, draft.id), readableThreads(person))
  // Each by itself: with every comment its thread's passage would come again, and a long talk has thousands.
  const [opened, said] = await Promise.all([
    ground.db
      .select({
        thread: threads,
        unit: own.name,
        readUpTo: threadReads.upTo,
        resolver: { id: resolver.id, name: resolver.name },
      })
      .from(threads)
      .leftJoin(own, eq(own.id, threads.unitId))
      .leftJoin(threadReads, and(eq(threadReads.threadId, threads.id), eq(threadReads.userId, person.id)))
      .leftJoin(resolver, eq(resolver.id, threads.resolvedBy))
      .where(isReadable)
      .orderBy(asc(threads.createdAt), asc(threads.id)),
    ground.db
      .select({
        comment: comments,
        author: {
          id: author.id,
          name: author.name,
          position: onDay(author.position, author.id, dayOf(comments.createdAt)),
          unit: units.name,
        },
      })
      .from(comments)
      .innerJoin(threads, eq(threads.id, comments.threadId))
      .innerJoin(author, eq(author.id, comments.authorId))
      .leftJoin(units, eq(units.id, author.unitId))
      .where(isReadable)
      .orderBy(asc(comments.seq)),
  ])
  const names = await namesOf(ground, new Set(said.flatMap(({ comment }) => comment.mentions)))
  const [speaker, spokenTo] = [sharing<CommentView['author']>(), sharing<CommentView['mentions'][number]>()]
  const byThread = new Map<string, CommentView[]>()
  for (const { comment, author } of said) {
    const { id, text, createdAt, editedAt, deletedAt, seq, outsideAuthor } = comment
    const mentions = comment.mentions.map((id) => spokenTo({ id, name: names.get(id) ?? '' }))
    const isMine = outsideAuthor === null && author.id === person.id
    const writer = { ...writerOf(author, outsideAuthor), unit: outsideAuthor === null ? author.unit : null }
    const view = { id, author: speaker(writer), text, mentions, createdAt, editedAt, deletedAt, isMine, seq }
    const known = byThread.get(comment.threadId)
    if (known) known.push(view)
    else byThread.set(comment.threadId, [view])
  }
  return opened.flatMap(({ thread, unit, readUpTo, resolver }) => {
    const comments = byThread.get(thread.id)
    return comments ? [viewOf(thread, { unit, readUpTo: readUpTo ?? 0, resolver, comments })] : []
  })
}

/** The same people speak and are spoken to again and again: a page writes each only once. */
function sharing<T extends object>(): (one: T) => T {
  const known = new Map<string, T>()
  return (one) => {
    const key = JSON.stringify(one)
    const same = known.get(key) ?? one
    known.set(key, same)
    return same
  }
}

function viewOf(
  { id, anchor, field, suggestionId, quote, audience, createdAt, resolvedAt }: typeof threads.$inferSelect,
  around: {
    unit: string | null
    readUpTo: number
    resolver: { id: string; name: string } | null
    comments: CommentView[]
  },
): ThreadView {
  const { unit, readUpTo, resolver, comments } = around
  const resolved = resolvedAt && resolver ? { at: resolvedAt, by: resolver } : null
  const about = { anchor, field, suggestionId, quote }
  return { id, ...about, audience, unit, createdAt, resolved, readUpTo, comments }
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
