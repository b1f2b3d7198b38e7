/** A new draft that goes on from the frozen text of one whose number was cancelled. */
import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import type { DraftRow } from '../access/facts.ts'
import type { Person } from '../access/person.ts'
import { record } from '../audit/index.ts'
import type { Transaction } from '../database/connect.ts'
import { draftPeople, drafts, draftSteps, users } from '../database/tables.ts'
import type { Ground } from './ground.ts'

/**
 * In the transaction that cancels the locked `draft`: its whole text with all that it grew from, so that places in it stay
 * places; its people with their parts; in the hands of its owner. Threads and images are brought by who keeps them.
 */
export async function restartDraft(
  ground: Ground,
  tx: Transaction,
  person: Person,
  draft: DraftRow,
  { reason }: { reason: string },
): Promise<{ id: string }> {
  const owner = await successor(tx, person, draft)
  const { agencyId, unitId, kind, subject, dueAt } = draft
  const row = { agencyId, unitId, kind, subject, dueAt, holderId: owner, createdBy: owner, restartedFrom: draft.id }
  const [made] = await tx.insert(drafts).values(row).returning({ id: drafts.id })
  if (!made) throw new Error('the draft was not made')
  await tx.execute(sql`
    insert into ${draftPeople} (draft_id, user_id, part)
    select ${made.id}, user_id, case part when 'owner' then 'author' else part end
    from ${draftPeople} where draft_id = ${draft.id} and not (part in ('owner', 'author') and user_id = ${owner})`)
  await tx.insert(draftPeople).values({ draftId: made.id, userId: owner, part: 'owner' })
  const step = { act: 'restart' as const, toState: 'drafting' as const, actorId: person.id, holderId: owner, reason }
  await tx.insert(draftSteps).values({ draftId: made.id, ...step })
  await ground.seedText(tx, made.id, await ground.readText(tx, draft.id), null)
  await ground.tell(tx, person, { is: 'restart', draftId: made.id, ownerId: owner })
  const detail = { kind, from: draft.id, ownerId: owner }
  await record(tx, { actorId: person.id, act: 'draft.restart', draftId: made.id, detail })
  return made
}

const RANK = sql`array_position(array['owner', 'author', 'reviewer', 'leader', 'clerk', 'suggester'], ${draftPeople.part})`

/** Its owner; when that account is locked, the next of its people who can still act; at last whoever cancels. */
async function successor(tx: Transaction, person: Person, draft: DraftRow): Promise<string> {
  const [first] = await tx
    .select({ id: users.id })
    .from(draftPeople)
    .innerJoin(users, eq(users.id, draftPeople.userId))
    .where(and(eq(draftPeople.draftId, draft.id), isNull(users.lockedAt)))
    .orderBy(RANK, asc(draftPeople.addedAt))
    .limit(1)
  return first?.id ?? person.id
}
