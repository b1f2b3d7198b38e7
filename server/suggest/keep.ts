/** Suggesting: one's own suggestions are put, changed and taken back; never another's, and never one that is decided. */
import { and, eq, inArray, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { AppError } from '../../src/lib/errors.ts'
import { parse } from '../access/border.ts'
import { lockDraft } from '../access/facts.ts'
import type { Person } from '../access/person.ts'
import { record, recordAll } from '../audit/index.ts'
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
    await make(tx, person, draftId, wanted.filter(isNew))
    const back = [...isBack].flatMap((id) => known.get(id) ?? [])
    if (back.length > 0) await putBack(tx, person, back)
    const newest = wanted.findLast(isNew)
    if (newest) await ground.tell(tx, person, { is: 'suggest', draftId, suggestionId: newest.id })
    for (const { id, changes } of wanted) {
      if (isDecided(id)) continue
      if (known.has(id)) await change(tx, id, changes)
    }
    for (const { id, reason } of reasons)
      if (known.has(id) && !isDecided(id)) await tx.update(suggestions).set({ reason }).where(eq(suggestions.id, id))
    const taken = take.flatMap((id) => known.get(id) ?? []).filter(({ state }) => state === 'open')
    if (taken.length > 0) await takeBack(tx, person, draftId, taken)
    if (wanted.length > 0) await needRoom(tx, draftId)
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
  if (rows.some((row) => row.authorId !== person.id || row.draftId !== draftId))
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
  const act = { actorId: person.id, act: 'suggestion.make', draftId }
  await recordAll(
    tx,
    made.map(({ id }) => ({ ...act, detail: { suggestionId: id } })),
  )
}

async function change(
  tx: Transaction,
  id: string,
  changes: (typeof suggestions.$inferInsert)['changes'],
): Promise<void> {
  const changed = { changes, updatedAt: sql`now()`, revision: sql`${suggestions.revision} + 1` }
  // Sent once more by a page that did not hear the answer: who is about to decide on it need not look again.
  const isOther = sql`${suggestions.changes} is distinct from ${JSON.stringify(changes)}::jsonb`
  await tx
    .update(suggestions)
    .set(changed)
    .where(and(eq(suggestions.id, id), isOther))
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
  draftId: string,
  rows: readonly (typeof suggestions.$inferSelect)[],
): Promise<void> {
  const taken = { state: 'withdrawn' as const, decidedAt: sql`now()`, decidedBy: person.id }
  const ids = rows.map(({ id }) => id)
  await tx.update(suggestions).set(taken).where(inArray(suggestions.id, ids))
  await keepDecisions(tx, person, { rows, how: 'withdraw' })
  for (const suggestionId of ids)
    await record(tx, { actorId: person.id, act: 'suggestion.withdraw', draftId, detail: { suggestionId } })
}
