import { and, eq, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { AppError } from '../../src/lib/errors.ts'
import type { DraftPart, Role } from '../../src/lib/vocabulary.ts'
import { id, parse } from '../access/border.ts'
import { lockDraft } from '../access/facts.ts'
import type { Person } from '../access/person.ts'
import { changeAccess, record } from '../audit/index.ts'
import type { Transaction } from '../database/connect.ts'
import { draftPeople, users } from '../database/tables.ts'
import { drafts } from '../database/tables.ts'
import { deadline } from './create.ts'
import type { Ground } from './ground.ts'

/** Of `invite` and `remove`. */
export const somebody = z.object({ draftId: z.string(), userId: id })
/** Of `setDeadline`. */
export const dueDay = z.object({ draftId: z.string(), dueAt: deadline })

/** A second author. Naming somebody twice changes nothing. */
export async function invite(
  ground: Ground,
  person: Person,
  input: { draftId: string; userId: string },
): Promise<void> {
  const { draftId, userId } = parse(somebody, input)
  await ground.db.transaction(async (tx) => {
    await lockDraft(tx, person, { draftId }, 'invite')
    await needColleague(tx, person, userId, 'userId')
    if (await givePart(tx, draftId, userId, 'author')) await ground.tell(tx, person, { is: 'invite', draftId, userId })
    await record(tx, { actorId: person.id, act: 'draft.invite', draftId, detail: { userId } })
    await changeAccess(tx, { draftId, userId })
  })
  ground.rightsChanged({ draftId, userId })
  ground.notice(draftId, 'people')
}

/** The owner takes an author out; an author may leave. */
export async function remove(
  ground: Ground,
  person: Person,
  input: { draftId: string; userId: string },
): Promise<void> {
  const { draftId, userId } = parse(somebody, input)
  await ground.db.transaction(async (tx) => {
    const draft = await lockDraft(tx, person, { draftId }, 'invite')
    if (!draft.parts.includes('owner') && userId !== person.id) throw new AppError('not_allowed', { action: 'remove' })
    const author = and(eq(draftPeople.draftId, draftId), eq(draftPeople.userId, userId), eq(draftPeople.part, 'author'))
    const gone = await tx.delete(draftPeople).where(author).returning({ userId: draftPeople.userId })
    if (gone.length === 0) throw new AppError('not_found')
    await record(tx, { actorId: person.id, act: 'draft.remove', draftId, detail: { userId } })
    await changeAccess(tx, { draftId, userId })
  })
  ground.rightsChanged({ draftId, userId })
  ground.notice(draftId, 'people')
}

export async function setDeadline(
  ground: Ground,
  person: Person,
  input: { draftId: string; dueAt: Date | null },
): Promise<void> {
  const { draftId, dueAt } = parse(dueDay, input)
  await ground.db.transaction(async (tx) => {
    await lockDraft(tx, person, { draftId }, 'deadline')
    await tx.update(drafts).set({ dueAt }).where(eq(drafts.id, draftId))
    await record(tx, { actorId: person.id, act: 'draft.deadline', draftId, detail: { dueAt } })
  })
  ground.notice(draftId, 'state')
}

/** Somebody active of the same agency, with one of the roles when any are asked for; else `bad_input` on the field. */
export async function needColleague(
  tx: Transaction,
  person: Person,
  userId: string,
  field: string,
  roles?: Role[],
): Promise<{ id: string; name: string }> {
  const active = and(eq(users.id, userId), eq(users.agencyId, person.agencyId), isNull(users.lockedAt))
  const [user] = await tx.select({ id: users.id, name: users.name, roles: users.roles }).from(users).where(active)
  const fits = user && (!roles || user.roles.some((role) => roles.includes(role)))
  if (!fits) throw new AppError('bad_input', { field, reason: 'choice' })
  return user
}

/** Whether it is new to them. */
export async function givePart(tx: Transaction, draftId: string, userId: string, part: DraftPart): Promise<boolean> {
  const given = await tx.insert(draftPeople).values({ draftId, userId, part }).onConflictDoNothing().returning()
  return given.length > 0
}

/** A draft has one leader at a time; reviewers who had it keep their part. */
export async function giveLead(tx: Transaction, draftId: string, userId: string): Promise<void> {
  await tx.delete(draftPeople).where(and(eq(draftPeople.draftId, draftId), eq(draftPeople.part, 'leader')))
  await givePart(tx, draftId, userId, 'leader')
}
