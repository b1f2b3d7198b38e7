/** What every act on a thread begins and ends with. */
import { and, eq } from 'drizzle-orm'
import { AppError } from '../../src/lib/errors.ts'
import type { Action } from '../../src/lib/vocabulary.ts'
import { lockDraft } from '../access/facts.ts'
import type { Person } from '../access/person.ts'
import { mayReadThread, type ThreadFacts } from '../access/talk.ts'
import type { Transaction } from '../database/connect.ts'
import { threads } from '../database/tables.ts'
import type { Ground } from './ground.ts'
import { readersOf } from './readers.ts'

interface Done<T> {
  result: T
  /** Of the thread it was done to: nobody else is told that anything happened. */
  facts: ThreadFacts
}

/** One transaction; those who may know of the thread, and have the draft open, hear of it after the commit. */
export async function acting<T>(
  ground: Ground,
  draftId: string,
  act: (tx: Transaction) => Promise<Done<T>>,
): Promise<T> {
  const { result, to } = await ground.db.transaction(async (tx) => {
    const { result, facts } = await act(tx)
    return { result, to: facts.audience === 'all' ? undefined : await readersOf(tx, { draftId, facts }) }
  })
  ground.notice(draftId, 'threads', to)
  return result
}

/** With the draft's row locked. Throws `not_found` for a thread of another draft, and for one that is not for this person. */
export async function lockThread(
  tx: Transaction,
  person: Person,
  { draftId, threadId }: { draftId: string; threadId: string },
  action: Action,
): Promise<ThreadFacts> {
  await lockDraft(tx, person, { draftId }, action)
  const [thread] = await tx
    .select({ audience: threads.audience, unitId: threads.unitId, createdBy: threads.createdBy })
    .from(threads)
    .where(inDraft(draftId, threadId))
  if (!thread || !mayReadThread(person, thread)) throw new AppError('not_found')
  return thread
}

export const inDraft = (draftId: string, threadId: string) =>
  and(eq(threads.id, threadId), eq(threads.draftId, draftId))
