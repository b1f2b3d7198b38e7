import { and, arrayContains, eq, isNull } from 'drizzle-orm'
import type { Person } from '../access/person.ts'
import { mayReadThread, type ThreadFacts } from '../access/talk.ts'
import type { Transaction } from '../database/connect.ts'
import { comments, draftPeople, news, suggestions, threads, users } from '../database/tables.ts'
import { concerned, TOPICS } from './concern.ts'
import type { Happening } from './shapes.ts'

/**
 * Writes down whom it concerns, in the transaction of the act: both are there afterwards, or neither. Call it before the
 * act is recorded (audit/record.ts), since it locks rows.
 */
export async function tell(tx: Transaction, person: Person, happening: Happening): Promise<void> {
  const { draftId } = happening
  const threadId = 'threadId' in happening ? happening.threadId : null
  const isSigned = happening.is === 'move' && (happening.act === 'sign' || happening.act === 'sign-by-hand')
  const parts = await partsIn(tx, draftId)
  const thread = threadId ? await threadIn(tx, draftId, threadId) : null
  // What is kept within a unit, or to oneself, concerns nobody who may not read it.
  const readers = thread && new Set(parts.filter((one) => mayReadThread(one, thread)).map(({ userId }) => userId))
  const circle = {
    parts: readers ? parts.filter(({ userId }) => readers.has(userId)) : parts,
    clerks: isSigned ? await clerksOf(tx, person.agencyId) : [],
    speakers: threadId && readers ? (await speakersIn(tx, threadId)).filter((id) => readers.has(id)) : [],
    suggesters: thread?.suggester && readers?.has(thread.suggester) ? [thread.suggester] : [],
  }
  const told = concerned(happening, circle, person.id)
  if (told.size === 0) return
  await tx.insert(news).values(
    [...told].map(([personId, event]) => ({
      personId,
      draftId,
      event,
      topic: TOPICS[event],
      actorId: person.id,
      threadId,
      suggestionId: suggestionOf(happening, personId),
    })),
  )
}

function suggestionOf(happening: Happening, personId: string): string | null {
  if (happening.is === 'suggest') return happening.suggestionId
  return happening.is === 'decide' ? (happening.of.get(personId) ?? null) : null
}

function partsIn(tx: Transaction, draftId: string) {
  return tx
    .select({ id: users.id, unitId: users.unitId, userId: draftPeople.userId, part: draftPeople.part })
    .from(draftPeople)
    .innerJoin(users, eq(users.id, draftPeople.userId))
    .where(and(eq(draftPeople.draftId, draftId), isNull(users.lockedAt)))
}

async function threadIn(
  tx: Transaction,
  draftId: string,
  threadId: string,
): Promise<ThreadFacts & { suggester: string | null }> {
  const { audience, unitId, createdBy } = threads
  const [thread] = await tx
    .select({ audience, unitId, createdBy, suggester: suggestions.authorId })
    .from(threads)
    .leftJoin(suggestions, and(eq(suggestions.id, threads.suggestionId), isNull(suggestions.outsideAuthor)))
    .where(and(eq(threads.id, threadId), eq(threads.draftId, draftId)))
  if (!thread) throw new Error('news of a thread that is not there')
  return thread
}

async function clerksOf(tx: Transaction, agencyId: string): Promise<string[]> {
  const active = and(eq(users.agencyId, agencyId), isNull(users.lockedAt), arrayContains(users.roles, ['clerk']))
  return (await tx.select({ id: users.id }).from(users).where(active)).map(({ id }) => id)
}

/** Whoever has said something in it that still stands; who brought what others said elsewhere has not. */
async function speakersIn(tx: Transaction, threadId: string): Promise<string[]> {
  const rows = await tx
    .selectDistinct({ id: comments.authorId })
    .from(comments)
    .where(and(eq(comments.threadId, threadId), isNull(comments.deletedAt), isNull(comments.outsideAuthor)))
  return rows.map(({ id }) => id)
}
