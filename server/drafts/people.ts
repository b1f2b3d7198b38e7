import { and, eq, inArray, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { AppError } from '../../src/lib/errors.ts'
import { type DraftPart, INVITED_PARTS, type Role } from '../../src/lib/vocabulary.ts'
import { id, parse } from '../access/border.ts'
import { lockDraft } from '../access/facts.ts'
import { need } from '../access/may.ts'
import type { Person } from '../access/person.ts'
import { changeAccess, record } from '../audit/index.ts'
import type { Transaction } from '../database/connect.ts'
import { draftPeople, users } from '../database/tables.ts'
import { drafts } from '../database/tables.ts'
import { deadline } from './create.ts'
import type { Ground } from './ground.ts'

/** Of `remove`. */
export const somebody = z.object({ draftId: z.string(), userId: id })
/** Of `invite`. */
export const invitation = somebody.extend({ as: z.enum(INVITED_PARTS, 'choice').default('author') })
/** Of `setDeadline`. */
export const dueDay = z.object({ draftId: z.string(), dueAt: deadline })

/**
 * A second author, or somebody who only suggests. Naming somebody twice changes nothing; who suggests may be made an author, and
 * an author suggests already. Others are let write by who may write themselves.
 */
export async function invite(ground: Ground, person: Person, input: z.input<typeof invitation>): Promise<void> {
  const { draftId, userId, as } = parse(invitation, input)
  await ground.db.transaction(async (tx) => {
    const draft = await lockDraft(tx, person, { draftId }, 'invite')
    if (as === 'author') need(person, 'write', draft)
    await needColleague(tx, person, userId, 'userId')
    const known = await invitedAs(tx, draftId, userId)
    const isMore = as === 'author' ? !known.includes('author') : known.length === 0
    if (isMore) {
      await tx.delete(draftPeople).where(ofPerson(draftId, userId, ['suggester']))
      await givePart(tx, draftId, userId, as)
      await ground.tell(tx, person, { is: 'invite', draftId, userId, as })
    }
    await record(tx, { actorId: person.id, act: 'draft.invite', draftId, detail: { userId, as } })
    await changeAccess(tx, { draftId, userId })
  })
  ground.rightsChanged({ draftId, userId })
  ground.notice(draftId, 'people')
}

const ofPerson = (draftId: string, userId: string, parts: readonly DraftPart[]) =>
  and(eq(draftPeople.draftId, draftId), eq(draftPeople.userId, userId), inArray(draftPeople.part, [...parts]))

/** Whether somebody is an author already, or suggests. */
async function invitedAs(tx: Transaction, draftId: string, userId: string): Promise<DraftPart[]> {
  const own = ofPerson(draftId, userId, ['owner', ...INVITED_PARTS])
  const rows = await tx.select({ part: draftPeople.part }).from(draftPeople).where(own)
  return rows.map(({ part }) => (part === 'owner' ? 'author' : part))
}

/** The owner takes out whom somebody has invited, whoever has the draft who only suggests; an author may leave. */
export async function remove(
  ground: Ground,
  person: Person,
  input: { draftId: string; userId: string },
): Promise<void> {
  const { draftId, userId } = parse(somebody, input)
  await ground.db.transaction(async (tx) => {
    const draft = await lockDraft(tx, person, { draftId }, 'invite')
    const isAny = draft.parts.includes('owner') || userId === person.id
    if (!isAny && draft.holderId !== person.id) throw new AppError('not_allowed', { action: 'remove' })
    const invited = ofPerson(draftId, userId, isAny ? INVITED_PARTS : ['suggester'])
    const gone = await tx.delete(draftPeople).where(invited).returning({ userId: draftPeople.userId })
    if (gone.length === 0) throw isAny ? new AppError('not_found') : new AppError('not_allowed', { action: 'remove' })
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
