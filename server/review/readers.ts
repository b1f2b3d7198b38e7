/** Those with a part in a draft who may know of a thread. */
import { and, eq, isNull } from 'drizzle-orm'
import { AppError } from '../../src/lib/errors.ts'
import { mayReadThread, type ThreadFacts } from '../access/talk.ts'
import type { Transaction } from '../database/connect.ts'
import { draftPeople, users } from '../database/tables.ts'

interface About {
  draftId: string
  facts: ThreadFacts
}

export async function readersOf(tx: Transaction, { draftId, facts }: About): Promise<string[]> {
  const people = await tx
    .selectDistinct({ id: users.id, unitId: users.unitId })
    .from(draftPeople)
    .innerJoin(users, eq(users.id, draftPeople.userId))
    .where(and(eq(draftPeople.draftId, draftId), isNull(users.lockedAt)))
  return people.filter((one) => mayReadThread(one, facts)).map(({ id }) => id)
}

/** Nobody is spoken to who could not read it. Throws `mention_unreadable`. */
export async function needReaders(tx: Transaction, about: About, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  const readers = new Set(await readersOf(tx, about))
  if (ids.some((id) => !readers.has(id))) throw new AppError('mention_unreadable')
}
