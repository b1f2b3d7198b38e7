/** What is being said about a draft, copied as it reads now: comments are edited, answered and settled later. */
import { asc, eq } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { z } from 'zod'
import type { Queryable } from '../database/connect.ts'
import { comments, threads, users } from '../database/tables.ts'
import type { ThenThread } from './shapes.ts'

const author = alias(users, 'author')
const resolver = alias(users, 'resolver')

export async function talkOf(tx: Queryable, draftId: string): Promise<ThenThread[]> {
  const rows = await tx
    .select({ thread: threads, resolver: resolver.name, comment: comments, author: author.name })
    .from(threads)
    .innerJoin(comments, eq(comments.threadId, threads.id))
    .innerJoin(author, eq(author.id, comments.authorId))
    .leftJoin(resolver, eq(resolver.id, threads.resolvedBy))
    .where(eq(threads.draftId, draftId))
    .orderBy(asc(threads.createdAt), asc(threads.id), asc(comments.createdAt), asc(comments.id))
  const talk = new Map<string, ThenThread>()
  for (const { thread, resolver, comment, author } of rows) {
    const { text, createdAt, editedAt } = comment
    const said = { author, text, createdAt: createdAt.toISOString(), isEdited: editedAt !== null }
    const known = talk.get(thread.id)
    if (known) known.comments.push(said)
    else {
      const resolved = thread.resolvedAt && { at: thread.resolvedAt.toISOString(), by: resolver ?? '' }
      const { id, quote, createdAt } = thread
      talk.set(id, { id, quote, createdAt: createdAt.toISOString(), resolved, comments: [said] })
    }
  }
  return [...talk.values()]
}

/** Of those, the ones that were not settled. */
export const countOpen = (talk: readonly ThenThread[]): number => talk.filter(({ resolved }) => !resolved).length

const storedTalk = z.array(
  z.object({
    id: z.string(),
    quote: z.string(),
    createdAt: z.string(),
    resolved: z.object({ at: z.string(), by: z.string() }).nullable(),
    comments: z.array(z.object({ author: z.string(), text: z.string(), createdAt: z.string(), isEdited: z.boolean() })),
  }),
)

/** As it was stored with a version. */
export const readTalk = (stored: unknown): ThenThread[] => storedTalk.parse(stored)
