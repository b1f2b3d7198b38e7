/** Suggesting: one's own suggestions are put, changed and taken back; never another's, and never one that is decided. */
import { inArray, sql } from 'drizzle-orm'
import type { z } from 'zod'
import type { Change } from '../../src/lib/document/suggest/shapes.ts'
import { AppError } from '../../src/lib/errors.ts'
import { parse } from '../access/border.ts'
import { lockDraft } from '../access/facts.ts'
import type { Person } from '../access/person.ts'
import { recordAll } from '../audit/index.ts'
import type { Transaction } from '../database/connect.ts'
import { suggestions } from '../database/tables.ts'
import { newClient } from './client.ts'
import type { Ground } from './ground.ts'
import { normalPut } from './normal.ts'
import { keepDecisions } from './record.ts'
import { needRoom } from './room.ts'
import { keeping } from './shapes.ts'

/** As JSON: some pages that are put in. Done at once, in less time than it takes to hand it over. */
const SHORT_LETTERS = 16_000

/** Answers which of them were decided meanwhile: those stay as they were decided. */
export async function keepSuggestions(
  ground: Ground,
  person: Person,
  input: z.input<typeof keeping>,
): Promise<{ decided: string[] }> {
  const { draftId, put, take, reasons } = parse(keeping, input)
  if (new Set([...put.map(({ id }) => id), ...take]).size < put.length + take.length)
    throw new AppError('bad_input', { field: 'put' })
  const isShort = JSON.stringify(put).length <= SHORT_LETTERS
  const wanted = isShort ? normalPut(put) : await ground.normal(person, put)
  const decided = await ground.db.transaction(async (tx) => {
    await lockDraft(tx, person, { draftId }, 'suggest')
    const ids = [...wanted.map(({ id }) => id), ...take]
    const all = [...ids, ...reasons.map(({ id }) => id)]
    const known = new Map((await ownOf(tx, person, draftId, all)).map((row) => [row.id, row]))
    const isNew = ({ id }: { id: string }) => !known.has(id)
    const isBack = new Set(
      wanted.flatMap(({ id, again }) => (again && known.get(id)?.state === 'withdrawn' ? [id] : [])),
    )
    const isDecided = (id: string) => !isBack.has(id) && (known.get(id)?.state ?? 'open') !== 'open'
    const made = wanted.filter(isNew)
    await make(tx, person, draftId, made)
    const back = [...isBack].flatMap((id) => known.get(id) ?? [])
    if (back.length > 0) await putBack(tx, person, back)
    const newest = made.at(-1)
    if (newest) await ground.tell(tx, person, { is: 'suggest', draftId, suggestionId: newest.id })
    const isOpen = ({ id }: { id: string }) => known.has(id) && !isDecided(id)
    await change(tx, wanted.filter(isOpen))
    await giveReasons(tx, reasons.filter(isOpen))
    const taken = take.flatMap((id) => known.get(id) ?? []).filter(({ state }) => state === 'open')
    if (taken.length > 0) await takeBack(tx, person, taken)
    if (wanted.length + reasons.length > 0) await needRoom(tx, draftId)
    // Last of all: the record is one for the house, and whoever writes into it next waits until this is done.
    const acts = [
      ...made.map(({ id }) => ({ act: 'suggestion.make', detail: { suggestionId: id } })),
      ...taken.map(({ id }) => ({ act: 'suggestion.withdraw', detail: { suggestionId: id } })),
    ]
    await recordAll(
      tx,
      acts.map((act) => ({ actorId: person.id, draftId, ...act })),
    )
    return ids.filter(isDecided)
  })
  ground.notice(draftId, 'suggestions')
  return { decided }
}

/** Throws `not_allowed` for an id that is another's, or of another draft. */
async function ownOf(tx: Transaction, person: Person, draftId: string, ids: readonly string[]) {
  if (ids.length === 0) return []
  const rows = await tx
    .select()
    .from(suggestions)
    .where(inArray(suggestions.id, [...ids]))
    .for('update')
  if (rows.some((row) => row.authorId !== person.id || row.outsideAuthor !== null || row.draftId !== draftId))
    throw new AppError('not_allowed', { action: 'suggest' })
  return rows
}

async function make(
  tx: Transaction,
  person: Person,
  draftId: string,
  made: readonly { id: string; changes: (typeof suggestions.$inferInsert)['changes'] }[],
): Promise<void> {
  if (made.length === 0) return
  const rows = made.map(({ id, changes }) => ({ id, changes, draftId, authorId: person.id, client: newClient() }))
  await tx.insert(suggestions).values(rows)
}

/**
 * All in one statement. What is sent once more by a page that did not hear the answer stays as it was: who is about to decide
 * on it need not look again.
 */
async function change(tx: Transaction, changed: readonly { id: string; changes: Change[] }[]): Promise<void> {
  if (changed.length === 0) return
  await tx.execute(sql`
    update ${suggestions} as s set changes = given.changes, updated_at = now(), revision = s.revision + 1
    from jsonb_to_recordset(${JSON.stringify(changed)}::jsonb) as given(id uuid, changes jsonb)
    where s.id = given.id and s.changes is distinct from given.changes`)
}

async function giveReasons(tx: Transaction, given: readonly { id: string; reason: string }[]): Promise<void> {
  if (given.length === 0) return
  await tx.execute(sql`
    update ${suggestions} as s set reason = given.reason
    from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as given(id uuid, reason text) where s.id = given.id`)
}

/** Open again under its id, with all that was said of it. */
async function putBack(
  tx: Transaction,
  person: Person,
  rows: readonly (typeof suggestions.$inferSelect)[],
): Promise<void> {
  const ids = rows.map(({ id }) => id)
  await tx
    .update(suggestions)
    .set({ state: 'open', decidedAt: null, decidedBy: null, reply: '' })
    .where(inArray(suggestions.id, ids))
  await keepDecisions(tx, person, { rows, how: 'reopen' })
}

async function takeBack(
  tx: Transaction,
  person: Person,
  rows: readonly (typeof suggestions.$inferSelect)[],
): Promise<void> {
  const taken = { state: 'withdrawn' as const, decidedAt: sql`now()`, decidedBy: person.id }
  const ids = rows.map(({ id }) => id)
  await tx.update(suggestions).set(taken).where(inArray(suggestions.id, ids))
  await keepDecisions(tx, person, { rows, how: 'withdraw' })
}
