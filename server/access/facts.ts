import { and, eq, sql } from 'drizzle-orm'
import { isInternal } from '../../src/lib/document/kinds.ts'
import { AppError } from '../../src/lib/errors.ts'
import type { Action, DraftPart } from '../../src/lib/vocabulary.ts'
import type { Queryable, Transaction } from '../database/connect.ts'
import { draftPeople, drafts, textHeads } from '../database/tables.ts'
import { parseId } from './border.ts'
import { type DraftFacts, may, need } from './may.ts'
import type { Person } from './person.ts'

/** A draft's row together with what this person is in it. */
export type DraftRow = typeof drafts.$inferSelect & DraftFacts

/** The draft as it stands; `not_found` unless this person may see it. */
export async function readDraft(db: Queryable, person: Person, draftId: string): Promise<DraftRow> {
  const [row] = await db
    .select({ draft: drafts, parts: partsOf(person) })
    .from(drafts)
    .where(eq(drafts.id, parseId(draftId)))
  return seen(person, row)
}

/**
 * The same, with the row locked until the transaction ends, and only when this person may do `action` to it now.
 * `step` is the moment the person saw: `stale` when the draft has moved since.
 */
export async function lockDraft(
  tx: Transaction,
  person: Person,
  moment: { draftId: string; step?: number },
  action: Action,
): Promise<DraftRow> {
  const id = parseId(moment.draftId)
  await tx.select({ id: drafts.id }).from(drafts).where(eq(drafts.id, id)).for('update')
  const draft = await readDraft(tx, person, id)
  if (moment.step !== undefined && moment.step !== draft.step) throw new AppError('stale', { state: draft.state })
  need(person, action, draft)
  return draft
}

/** Where the log of the text ends now. */
export async function headOf(db: Queryable, draftId: string): Promise<number> {
  const [row] = await db.select({ head: textHeads.head }).from(textHeads).where(eq(textHeads.draftId, draftId))
  if (!row) throw new AppError('not_found')
  return row.head
}

/**
 * What somebody decides on is the text that their page showed, which ends at `position`: `text_changed` when the log has gone
 * on since. Until the transaction ends nothing is added to it.
 */
export async function needShown(tx: Transaction, draftId: string, position: number): Promise<void> {
  await tx.select({ head: textHeads.head }).from(textHeads).where(eq(textHeads.draftId, draftId)).for('share')
  if ((await headOf(tx, draftId)) !== position) throw new AppError('text_changed')
}

function seen(person: Person, row: { draft: typeof drafts.$inferSelect; parts: DraftPart[] } | undefined): DraftRow {
  const draft = row && { ...row.draft, parts: row.parts, isInternal: isInternal(row.draft.kind) }
  if (!draft || !may(person, 'see', draft)) throw new AppError('not_found')
  return draft
}

const partsOf = (person: Person) => sql<DraftPart[]>`array(
  select ${draftPeople.part} from ${draftPeople} where ${and(eq(draftPeople.draftId, drafts.id), eq(draftPeople.userId, person.id))}
)`
