/**
 * Deciding on suggestions. No right on a socket can tell deciding from writing, so it is a verb: one transaction holds the
 * record, the audit row and the change of the text (SUG-1).
 */
import { and, eq, inArray, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { AppError } from '../../src/lib/errors.ts'
import { parse } from '../access/border.ts'
import { lockDraft, readDraft } from '../access/facts.ts'
import { need } from '../access/may.ts'
import type { Person } from '../access/person.ts'
import { recordAll } from '../audit/index.ts'
import type { Transaction } from '../database/connect.ts'
import { suggestions } from '../database/tables.ts'
import type { Applied, Ground, Open } from './ground.ts'
import { needRoom } from './room.ts'
import { type Decided, deciding } from './shapes.ts'

type Row = typeof suggestions.$inferSelect
type Wanted = z.infer<typeof deciding>

/** Others may decide while a process works the change out; then it is worked out anew. */
const TRIES = 5

/** What cannot be applied is listed and stops nothing else. Throws `not_allowed`, `wrong_state`, `stale`. */
export async function decide(ground: Ground, person: Person, input: z.input<typeof deciding>): Promise<Decided> {
  const wanted = parse(deciding, input)
  need(person, 'decide', await readDraft(ground.db, person, wanted.draftId))
  for (let tries = 0; tries < TRIES; tries++) {
    const decided = await tryOnce(ground, person, wanted)
    if (!decided) continue
    if (decided.isTextChanged) ground.appended(wanted.draftId)
    ground.notice(wanted.draftId, 'suggestions')
    return { done: decided.done, gone: decided.gone, changed: decided.changed }
  }
  throw new AppError('stale')
}

async function tryOnce(
  ground: Ground,
  person: Person,
  wanted: Wanted,
): Promise<(Decided & { isTextChanged: boolean }) | null> {
  const { draftId, how, which, reply } = wanted
  const before = await rowsOf(ground.db, draftId, which)
  const { ready, changed } = sorted(before, wanted)
  const applied = how === 'accept' && ready.length > 0 ? await worked(ground, person, draftId, ready) : NOTHING
  const isDone = await ground.db.transaction(async (tx) => {
    await lockDraft(tx, person, { draftId }, 'decide')
    const now = sorted(await rowsOf(tx, draftId, which, true), wanted).ready
    if (
      now.length !== ready.length ||
      now.some(({ id, revision }) => !ready.some((r) => r.id === id && r.revision === revision))
    )
      return false
    if (applied.update && !(await ground.append(tx, draftId, { update: applied.update, userId: person.id })))
      throw new AppError('wrong_state')
    await remember(tx, applied)
    const ids = how === 'accept' ? applied.done : ready.map(({ id }) => id)
    await settle(tx, person, { ids, how, reply })
    if (how === 'reopen') await needRoom(tx, draftId)
    const act = { actorId: person.id, act: `suggestion.${how}`, draftId }
    await recordAll(
      tx,
      ids.map((id) => ({ ...act, detail: { suggestionId: id } })),
    )
    return true
  })
  if (!isDone) return null
  const done = how === 'accept' ? applied.done : ready.map(({ id }) => id)
  return { done, gone: applied.gone, changed, isTextChanged: applied.update !== null }
}

const NOTHING: Applied = { update: null, done: [], gone: [], remapped: [] }

async function worked(ground: Ground, person: Person, draftId: string, ready: readonly Row[]): Promise<Applied> {
  const [state, all] = await Promise.all([ground.readNow(draftId), openOf(ground.db, draftId)])
  const others = all.filter(({ id }) => !ready.some((row) => row.id === id))
  return ground.apply(person, draftId, { state, wanted: ready.map(work), others: others.map(work) })
}

const work = ({ id, client, changes }: Row): Open => ({ id, client, changes })

/** Which may be decided so now, and which are not as they were seen. */
function sorted(rows: readonly Row[], { how, which }: Wanted): { ready: Row[]; changed: string[] } {
  const byId = new Map(rows.map((row) => [row.id, row]))
  const state = how === 'reopen' ? 'rejected' : 'open'
  const ready = which.flatMap(({ id, revision }) => {
    const row = byId.get(id)
    return row?.state === state && row.revision === revision ? [row] : []
  })
  const isReady = new Set(ready.map(({ id }) => id))
  return { ready, changed: which.map(({ id }) => id).filter((id) => !isReady.has(id)) }
}

function rowsOf(db: Pick<Transaction, 'select'>, draftId: string, which: Wanted['which'], isLocked = false) {
  const ids = which.map(({ id }) => id)
  const query = db
    .select()
    .from(suggestions)
    .where(and(eq(suggestions.draftId, draftId), inArray(suggestions.id, ids)))
    .orderBy(suggestions.id)
  return isLocked ? query.for('update') : query
}

const openOf = (db: Pick<Transaction, 'select'>, draftId: string) =>
  db
    .select()
    .from(suggestions)
    .where(and(eq(suggestions.draftId, draftId), eq(suggestions.state, 'open')))

/** Others whose letters were written anew. Their revision stays: they say what they said. */
async function remember(tx: Transaction, { remapped }: Applied): Promise<void> {
  for (const { id, changes } of remapped)
    await tx
      .update(suggestions)
      .set({ changes })
      .where(and(eq(suggestions.id, id), eq(suggestions.state, 'open')))
}

async function settle(
  tx: Transaction,
  person: Person,
  { ids, how, reply }: { ids: readonly string[] } & Pick<Wanted, 'how' | 'reply'>,
): Promise<void> {
  if (ids.length === 0) return
  const set =
    how === 'reopen'
      ? { state: 'open' as const, decidedAt: null, decidedBy: null, reply: '' }
      : {
          state: how === 'accept' ? ('accepted' as const) : ('rejected' as const),
          decidedAt: sql`now()`,
          decidedBy: person.id,
          reply,
        }
  await tx
    .update(suggestions)
    .set(set)
    .where(inArray(suggestions.id, [...ids]))
}
