import { asc, eq } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { readDraft } from '../access/facts.ts'
import { mayReadReview } from '../access/may.ts'
import type { Person } from '../access/person.ts'
import { dayOf, onDay } from '../access/validity.ts'
import { comments, threads, users } from '../database/tables.ts'
import type { Ground } from './ground.ts'
import type { CommentView, ThreadView } from './shapes.ts'

const author = alias(users, 'author')
const resolver = alias(users, 'resolver')

/** All threads of a draft with all their comments, oldest first; none for whoever only reads what was issued. */
export async function readThreads(ground: Ground, person: Person, draftId: string): Promise<ThreadView[]> {
  const draft = await readDraft(ground.db, person, draftId)
  if (!mayReadReview(person, draft)) return []
  const rows = await ground.db
    .select({
      thread: threads,
      resolver: { id: resolver.id, name: resolver.name },
      comment: comments,
      author: {
        id: author.id,
        name: author.name,
        position: onDay(author.position, author.id, dayOf(comments.createdAt)),
      },
    })
    .from(threads)
    .innerJoin(comments, eq(comments.threadId, threads.id))
    .innerJoin(author, eq(author.id, comments.authorId))
    .leftJoin(resolver, eq(resolver.id, threads.resolvedBy))
    .where(eq(threads.draftId, draft.id))
    .orderBy(asc(threads.createdAt), asc(threads.id), asc(comments.createdAt), asc(comments.id))

  const views = new Map<string, ThreadView>()
  for (const { thread, resolver, comment, author } of rows) {
    const { id, text, createdAt, editedAt } = comment
    const said: CommentView = { id, author, text, createdAt, editedAt, isMine: author.id === person.id }
    const known = views.get(thread.id)
    if (known) known.comments.push(said)
    else {
      const resolved = thread.resolvedAt && resolver ? { at: thread.resolvedAt, by: resolver } : null
      const { anchor, quote, createdAt } = thread
      views.set(thread.id, { id: thread.id, anchor, quote, createdAt, resolved, comments: [said] })
    }
  }
  return [...views.values()]
}
