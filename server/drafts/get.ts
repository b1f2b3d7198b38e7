import { asc, eq } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { numberAndSymbol } from '../../src/lib/document/print/lines.ts'
import { AppError } from '../../src/lib/errors.ts'
import { type DraftRow, readDraft } from '../access/facts.ts'
import { allowedActions, mayReadReview, textRight } from '../access/may.ts'
import type { Person } from '../access/person.ts'
import type { PersonOnDraft } from '../access/shapes.ts'
import { dayOf, officesOf, onDay, userColumns } from '../access/validity.ts'
import type { Queryable } from '../database/connect.ts'
import { draftPeople, drafts, draftSteps, registerEntries, textHeads, units, users } from '../database/tables.ts'
import type { Ground } from './ground.ts'
import type { DraftLink, DraftPage, PathStep } from './shapes.ts'

/** Everything about a draft but its text and threads. */
export async function getDraft(ground: Ground, person: Person, draftId: string): Promise<DraftPage> {
  const { db } = ground
  const draft = await readDraft(db, person, draftId)
  const [people, path, unit, holder, entry, restarted, head, offices] = await Promise.all([
    peopleOn(db, draft),
    pathOf(db, person, draft),
    unitOf(db, draft),
    holderOf(db, draft),
    entryOf(db, draft),
    restartedOf(db, person, draft),
    textHead(db, draft),
    officesOf(db, draft.id),
  ])
  const owner = people.find((one) => one.parts.includes('owner'))
  const { id, kind, subject, state, step, heldSince, dueAt, createdAt, parts } = draft
  return {
    ...{ id, kind, subject, state, step, heldSince, dueAt, createdAt, parts },
    ...{ unit, holder, people, path, entry, restarted, offices, ...head },
    owner: { id: draft.createdBy, name: owner?.name ?? '' },
    actions: allowedActions(person, draft),
    right: textRight(person, draft),
  }
}

async function peopleOn(db: Queryable, draft: DraftRow): Promise<PersonOnDraft[]> {
  const rows = await db
    .select({ id: users.id, name: users.name, position: userColumns.position, part: draftPeople.part })
    .from(draftPeople)
    .innerJoin(users, eq(users.id, draftPeople.userId))
    .where(eq(draftPeople.draftId, draft.id))
    .orderBy(asc(draftPeople.addedAt), asc(users.name))
  const people = new Map<string, PersonOnDraft>()
  for (const { part, ...who } of rows) {
    const known = people.get(who.id)
    if (known) known.parts.push(part)
    else people.set(who.id, { ...who, parts: [part] })
  }
  return [...people.values()]
}

const actor = alias(users, 'actor')
const receiver = alias(users, 'receiver')

/** Why a draft was given back is, like the comments on it, for those with a part in it. */
async function pathOf(db: Queryable, person: Person, draft: DraftRow): Promise<PathStep[]> {
  const rows = await db
    .select({
      act: draftSteps.act,
      from: draftSteps.fromState,
      to: draftSteps.toState,
      actor: { id: actor.id, name: actor.name, position: onDay(actor.position, actor.id, dayOf(draftSteps.at)) },
      holder: { id: receiver.id, name: receiver.name },
      reason: draftSteps.reason,
      at: draftSteps.at,
    })
    .from(draftSteps)
    .innerJoin(actor, eq(actor.id, draftSteps.actorId))
    .leftJoin(receiver, eq(receiver.id, draftSteps.holderId))
    .where(eq(draftSteps.draftId, draft.id))
    .orderBy(asc(draftSteps.id))
  return mayReadReview(person, draft) ? rows : rows.map((row) => ({ ...row, reason: '' }))
}

async function unitOf(db: Queryable, draft: DraftRow): Promise<DraftPage['unit']> {
  if (draft.unitId === null) return null
  const shown = { id: units.id, name: onDay(units.name, units.id), abbreviation: onDay(units.abbreviation, units.id) }
  const [unit] = await db.select(shown).from(units).where(eq(units.id, draft.unitId))
  return unit ?? null
}

async function holderOf(db: Queryable, draft: DraftRow): Promise<DraftPage['holder']> {
  if (draft.holderId === null) return null
  const shown = { id: users.id, name: users.name, position: userColumns.position }
  const [holder] = await db.select(shown).from(users).where(eq(users.id, draft.holderId))
  return holder ?? null
}

async function entryOf(db: Queryable, draft: DraftRow): Promise<DraftPage['entry']> {
  const { registerId, number, suffix, symbol, documentDate, issuedAt } = registerEntries
  const { voidedAt, voidReason, numberReturned } = registerEntries
  const shown = { registerId, number, suffix, symbol, documentDate, issuedAt }
  const [row] = await db
    .select({ shown, at: voidedAt, by: users.name, reason: voidReason, isReturned: numberReturned })
    .from(registerEntries)
    .leftJoin(users, eq(users.id, registerEntries.voidedBy))
    .where(eq(registerEntries.draftId, draft.id))
  if (!row) return null
  const { at, by, reason, isReturned } = row
  return { ...row.shown, voided: at && { at, by: by ?? '', reason, isReturned } }
}

/** Of each the number it had; only those that this person may see. */
async function restartedOf(db: Queryable, person: Person, draft: DraftRow): Promise<DraftPage['restarted']> {
  const [next] = await db.select({ id: drafts.id }).from(drafts).where(eq(drafts.restartedFrom, draft.id))
  const [from, into] = await Promise.all([
    linkTo(db, person, draft.restartedFrom),
    linkTo(db, person, next?.id ?? null),
  ])
  return { from, into }
}

async function linkTo(db: Queryable, person: Person, draftId: string | null): Promise<DraftLink | null> {
  if (draftId === null) return null
  try {
    const other = await readDraft(db, person, draftId)
    const entry = await entryOf(db, other)
    return { id: other.id, numberLine: entry && numberAndSymbol(entry.number, entry.symbol, entry.suffix) }
  } catch (failure) {
    if (failure instanceof AppError && failure.code === 'not_found') return null
    throw failure
  }
}

async function textHead(db: Queryable, draft: DraftRow): Promise<Pick<DraftPage, 'frozenAt' | 'textPosition'>> {
  const { frozenAt, head } = textHeads
  const [row] = await db.select({ frozenAt, textPosition: head }).from(textHeads).where(eq(textHeads.draftId, draft.id))
  return row ?? { frozenAt: null, textPosition: 0 }
}
