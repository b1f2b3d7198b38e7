/** How much is said beside a draft: everybody who opens it gets all of it, and each version keeps a copy. */
import { and, eq, ne, sql } from 'drizzle-orm'
import { AppError } from '../../src/lib/errors.ts'
import type { Transaction } from '../database/connect.ts'
import { comments, threads } from '../database/tables.ts'

/** Comments of a thread. Who has more to say about one passage opens another thread. */
const MOST_IN_THREAD = 200
/** Comments of a draft, and the letters of all of them: five hundred pages of talk. */
const MOST_COMMENTS = 5_000
const MOST_LETTERS = 1_000_000

/** Where the new words stand: in a thread, or instead of a comment's; without either in a thread that is yet to be opened. */
interface Place {
  threadId?: string
  commentId?: string
}

/** Behind the draft's lock, before it is said. Throws `thread_full {most}` or `talk_full {most}`. */
export async function needRoom(tx: Transaction, draftId: string, place: Place, text: string): Promise<void> {
  const { threadId, commentId } = place
  if (threadId !== undefined && (await tx.$count(comments, eq(comments.threadId, threadId))) >= MOST_IN_THREAD)
    throw new AppError('thread_full', { most: MOST_IN_THREAD })
  const [said] = await tx
    .select({
      count: sql<number>`count(*)::int`,
      letters: sql<number>`coalesce(sum(char_length(${comments.text})), 0)::float8`,
    })
    .from(comments)
    .innerJoin(threads, eq(threads.id, comments.threadId))
    .where(and(eq(threads.draftId, draftId), commentId === undefined ? undefined : ne(comments.id, commentId)))
  const isFull = said && (said.count >= MOST_COMMENTS || said.letters + text.length > MOST_LETTERS)
  if (isFull) throw new AppError('talk_full', { most: MOST_LETTERS })
}

/**
 * Threads that come all at once into a draft where nothing has been said yet: what is too long for one goes on in further
 * ones about the same passage. Throws `talk_full {most}`.
 */
export function inRoom<Thread extends { said: { text: string }[] }>(brought: readonly Thread[]): Thread[] {
  const letters = brought.reduce((sum, { said }) => said.reduce((all, { text }) => all + text.length, sum), 0)
  const count = brought.reduce((sum, { said }) => sum + said.length, 0)
  if (count > MOST_COMMENTS || letters > MOST_LETTERS) throw new AppError('talk_full', { most: MOST_LETTERS })
  return brought.flatMap((thread) =>
    Array.from({ length: Math.ceil(thread.said.length / MOST_IN_THREAD) }, (_, at) => ({
      ...thread,
      said: thread.said.slice(at * MOST_IN_THREAD, (at + 1) * MOST_IN_THREAD),
    })),
  )
}
