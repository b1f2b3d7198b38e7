import { and, arrayContains, eq, inArray, isNull } from 'drizzle-orm'
import type { Person } from '../access/person.ts'
import type { Transaction } from '../database/connect.ts'
import { comments, draftPeople, news, users } from '../database/tables.ts'
import { concerned, TOPICS } from './concern.ts'
import type { Happening } from './shapes.ts'

/**
 * Writes down whom it concerns, in the transaction of the act: both are there afterwards, or neither. Call it before the
 * act is recorded (audit/record.ts), since it locks rows.
 */
export async function tell(tx: Transaction, person: Person, happening: Happening): Promise<void> {
  const { draftId } = happening
  const threadId = 'threadId' in happening ? happening.threadId : null
  const isSigned = happening.is === 'move' && happening.act === 'sign'
  const circle = {
    parts: await partsIn(tx, draftId),
    clerks: isSigned ? await clerksOf(tx, person.agencyId) : [],
    speakers: threadId ? await speakersIn(tx, draftId, threadId) : [],
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
    .select({ userId: draftPeople.userId, part: draftPeople.part })
    .from(draftPeople)
    .innerJoin(users, eq(users.id, draftPeople.userId))
    .where(and(eq(draftPeople.draftId, draftId), isNull(users.lockedAt)))
}

async function clerksOf(tx: Transaction, agencyId: string): Promise<string[]> {
  const active = and(eq(users.agencyId, agencyId), isNull(users.lockedAt), arrayContains(users.roles, ['clerk']))
  return (await tx.select({ id: users.id }).from(users).where(active)).map(({ id }) => id)
}

/** Those who still have a part in the draft: what is said in it is for nobody else. */
async function speakersIn(tx: Transaction, draftId: string, threadId: string): Promise<string[]> {
  const stillIn = inArray(
    comments.authorId,
    tx.select({ id: draftPeople.userId }).from(draftPeople).where(eq(draftPeople.draftId, draftId)),
  )
  const rows = await tx
    .selectDistinct({ id: comments.authorId })
    .from(comments)
    .innerJoin(users, eq(users.id, comments.authorId))
    .where(and(eq(comments.threadId, threadId), stillIn, isNull(users.lockedAt)))
  return rows.map(({ id }) => id)
}
