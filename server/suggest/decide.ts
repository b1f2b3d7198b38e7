/**
 * Deciding on suggestions. No right on a socket can tell deciding from writing, so it is a verb: one transaction holds the
 * record, the audit row and the change of the text (SUG-1). Taking a decision back is the same verb: what was accepted goes
 * out of the text, and the suggestion is open under its own id and author.
 */
import { isDeepStrictEqual } from 'node:util'
import { and, desc, eq, inArray, or, sql } from 'drizzle-orm'
import type { z } from 'zod'
import type { Change, Undo, Undoing } from '../../src/lib/document/suggest/shapes.ts'
import { moveIn } from '../../src/lib/document/suggest/words.ts'
import { AppError } from '../../src/lib/errors.ts'
import { parse } from '../access/border.ts'
import { headOf, lockDraft, readDraft } from '../access/facts.ts'
import { need } from '../access/may.ts'
import { acceptsOwn, mayAccept } from '../access/own-suggestions.ts'
import type { Person } from '../access/person.ts'
import { record } from '../audit/index.ts'
import type { Queryable, Transaction } from '../database/connect.ts'
import { suggestionDecisions, suggestions } from '../database/tables.ts'
import { newClient } from './client.ts'
import type { Applied, Asked, Ground, Spoken } from './ground.ts'
import { keepDecisions } from './record.ts'
import { decidedLast, needRoom } from './room.ts'
import { type Decided, deciding } from './shapes.ts'

type Row = typeof suggestions.$inferSelect
type Wanted = z.infer<typeof deciding>

/** Others may decide while a process works the change out; then it is worked out anew. */
const TRIES = 5

/** What is not in the text by then does not come into it: its page waits for longer, so that it is told what became of it. */
const GIVE_UP_MS = 30_000

/** What cannot be applied is listed and stops nothing else. Throws `not_allowed`, `wrong_state`, `stale`, `too_heavy`. */
export async function decide(ground: Ground, person: Person, input: z.input<typeof deciding>): Promise<Decided> {
  const wanted = parse(deciding, input)
  need(person, 'decide', await readDraft(ground.db, person, wanted.draftId))
  const until = Date.now() + GIVE_UP_MS
  for (let tries = 0; tries < TRIES; tries++) {
    const decided = await tryOnce(ground, person, wanted, until)
    if (!decided) continue
    if (decided.position !== null) ground.appended(wanted.draftId)
    ground.notice(wanted.draftId, 'suggestions')
    return decided
  }
  throw new AppError('stale')
}

async function tryOnce(ground: Ground, person: Person, wanted: Wanted, until: number): Promise<Decided | null> {
  const { draftId, how, which } = wanted
  const seen = sorted(await rowsOf(ground.db, draftId, which), wanted, await mayAcceptOwn(ground.db, person))
  const inText = seen.ready.filter(({ state }) => how === 'accept' || state === 'accepted')
  const beside = seen.ready.filter((row) => !inText.includes(row))
  const movesLetters = mayMoveLetters(inText)
  const othersIn = (db: Queryable) => spokenOf(db, draftId, { but: inText, hasDecided: movesLetters })
  const others = inText.length > 0 ? await othersIn(ground.db) : []
  const applied = inText.length > 0 ? await worked(ground, person, { draftId, how, others }, inText) : NOTHING
  const done = [...applied.done, ...beside.map(({ id }) => id)]
  let position: number | null = null
  const isDone = await ground.db.transaction(async (tx) => {
    await lockDraft(tx, person, { draftId }, 'decide')
    if (Date.now() > until) throw new AppError('too_heavy', { reason: 'late' })
    const now = sorted(await rowsOf(tx, draftId, which, true), wanted, await mayAcceptOwn(tx, person))
    if (!isSame(seen.ready, now.ready)) return false
    if (movesLetters && !isAsTold(others, await othersIn(tx), applied)) return false
    if (applied.update && !(await ground.append(tx, draftId, { update: applied.update, userId: person.id })))
      throw new AppError('wrong_state')
    if (applied.update) position = await headOf(tx, draftId)
    const rows = seen.ready.filter(({ id }) => done.includes(id))
    if (rows.length > 0) await settle(tx, person, wanted, rows)
    await remember(tx, applied)
    if (rows.length === 0) return true
    if (how === 'reopen') await needRoom(tx, draftId)
    const stood = new Map(applied.stood.map(({ id, changes }) => [id, changes]))
    const asDone = rows.map((row) => ({ ...row, changes: stood.get(row.id) ?? row.changes }))
    await keepDecisions(tx, person, { rows: asDone, how, reply: wanted.reply })
    const own = rows.filter(({ outsideAuthor }) => outsideAuthor === null)
    const first = new Map(own.toReversed().map(({ authorId, id }) => [authorId, id]))
    await ground.tell(tx, person, { is: 'decide', draftId, how, of: first })
    await record(tx, { actorId: person.id, act: `suggestion.${how}`, draftId, detail: { suggestionIds: done } })
    return true
  })
  if (!isDone) return null
  const { gone, needed } = applied
  return { done, gone, needed, changed: seen.changed, own: seen.own, position }
}

const NOTHING: Applied = { update: null, done: [], gone: [], needed: [], stood: [], says: [], undoes: [] }

const isSame = (before: readonly Row[], now: readonly Row[]): boolean =>
  now.length === before.length &&
  now.every((row) =>
    before.some(({ id, revision, state }) => row.id === id && row.revision === revision && row.state === state),
  )

/**
 * Letters get other ids: of those that are told where they are, nobody has said anything else meanwhile, and nobody has come who
 * is not told. Whoever goes on writing elsewhere keeps nobody from deciding.
 */
function isAsTold(told: Asked['others'], now: Asked['others'], { says, undoes }: Applied): boolean {
  const before = new Map(told.map((one) => [one.id, one]))
  const written = new Set([...says, ...undoes].map(({ id }) => id))
  return now.every((one) => before.has(one.id) && (!written.has(one.id) || isDeepStrictEqual(before.get(one.id), one)))
}

async function worked(
  ground: Ground,
  person: Person,
  { draftId, how, others }: Pick<Wanted, 'draftId' | 'how'> & Pick<Asked, 'others'>,
  ready: readonly Row[],
): Promise<Applied> {
  const state = await ground.readNow(draftId)
  if (how === 'accept') {
    const wanted = ready.map(({ id, client, changes }) => ({ id, client, changes }))
    return ground.apply(person, draftId, { state, wanted, others, keepsParts: true })
  }
  const latest = await latestFirst(ground.db, ready)
  const known = latest.flatMap((row) => (row.undo ? [{ ...spoken(row), client: newClient() }] : []))
  const unknown = latest.flatMap(({ id, undo }) => (undo ? [] : [id]))
  const applied = await ground.apply(person, draftId, { state, wanted: known, others, keepsParts: false })
  return { ...applied, gone: [...applied.gone, ...unknown] }
}

/** Only where a line is cut, joined, moved or has an inline node put into it, or where letters come back, they get other ids. */
const mayMoveLetters = (rows: readonly Row[]): boolean =>
  rows.map(spoken).some(({ changes, undo = [] }) => [changes, undo].some((all) => moveIn(all) || all.some(writesAnew)))

const writesAnew = (change: Undo): boolean =>
  change.back !== undefined ||
  change.is === 'split' ||
  change.is === 'join' ||
  (change.is === 'words' && change.put.some(({ text }) => text === undefined))

/** What was accepted last is undone first: it may stand on what was accepted before. */
async function latestFirst(db: Queryable, rows: readonly Row[]): Promise<Row[]> {
  const ids = rows.map(({ id }) => id)
  const { suggestionId, how, id } = suggestionDecisions
  const accepted = await db
    .select({ of: suggestionId, at: id })
    .from(suggestionDecisions)
    .where(and(inArray(suggestionId, ids), eq(how, 'accept')))
    .orderBy(desc(id))
  const order = new Map(accepted.toReversed().map(({ of, at }) => [of, at]))
  return rows.toSorted((a, b) => (order.get(b.id) ?? 0) - (order.get(a.id) ?? 0))
}

/** The house may want another to accept what somebody suggests. */
async function mayAcceptOwn(db: Queryable, person: Person): Promise<(row: Row) => boolean> {
  const own = await acceptsOwn(db, person)
  return (row) => mayAccept(person, row, own)
}

/** Which may be decided so now, which are not as they were seen, and which another has to accept. */
function sorted(
  rows: readonly Row[],
  { how, which }: Wanted,
  mayAccept: (row: Row) => boolean,
): { ready: Row[]; changed: string[]; own: string[] } {
  const byId = new Map(rows.map((row) => [row.id, row]))
  const ready: Row[] = []
  const changed: string[] = []
  const own: string[] = []
  for (const { id, revision } of which) {
    const row = byId.get(id)
    const isThere =
      row && (how === 'reopen' ? row.state === 'rejected' || row.state === 'accepted' : row.state === 'open')
    if (!isThere || row.revision !== revision) changed.push(id)
    else if (how === 'accept' && !mayAccept(row)) own.push(id)
    else ready.push(row)
  }
  return { ready, changed, own }
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

/** What speaks of the text: open ones, and where letters may get other ids what was decided before too, as far as it is shown. */
async function spokenOf(
  db: Queryable,
  draftId: string,
  { but, hasDecided }: { but: readonly Row[]; hasDecided: boolean },
): Promise<Asked['others']> {
  const { id, changes, undo, state } = suggestions
  const isOpen = and(eq(suggestions.draftId, draftId), eq(state, 'open'))
  const rows = await db
    .select({ id, changes, undo })
    .from(suggestions)
    .where(hasDecided ? or(isOpen, inArray(id, decidedLast(db, draftId))) : isOpen)
    .orderBy(id)
  const isDecidedNow = new Set(but.map((row) => row.id))
  return rows.filter((row) => !isDecidedNow.has(row.id)).map(spoken)
}

/** What was accepted before the ids of what comes back were kept has a list alone. */
const spoken = ({ id, changes, undo }: Pick<Row, 'id' | 'changes' | 'undo'>): Spoken => {
  return { id, changes, ...(Array.isArray(undo) ? { undo } : undo) }
}

/** Where letters are now, and what undoes what was accepted. Their revision stays: they say what they said. */
async function remember(tx: Transaction, { says, undoes }: Applied): Promise<void> {
  await write(
    tx,
    'changes',
    says.map(({ id, changes }) => ({ id, value: changes })),
  )
  await write(
    tx,
    'undo',
    undoes.map(({ id, ...value }) => ({ id, value })),
  )
}

/** All in one statement: hundreds may be decided at once. What undoes is of those that are accepted. */
async function write(
  tx: Transaction,
  name: 'undo' | 'changes',
  all: { id: string; value: Change[] | Undoing }[],
): Promise<void> {
  if (all.length === 0) return
  await tx.execute(sql`
    update ${suggestions} as s set ${sql.identifier(name)} = given.value
    from jsonb_to_recordset(${JSON.stringify(all)}::jsonb) as given(id uuid, value jsonb)
    where s.id = given.id and ${name === 'undo' ? sql`s.state = 'accepted'` : sql`s.state in ('open', 'rejected')`}`)
}

async function settle(tx: Transaction, person: Person, { how, reply }: Wanted, rows: readonly Row[]): Promise<void> {
  const ids = rows.map(({ id }) => id)
  const decided = { decidedAt: sql`now()`, decidedBy: person.id, reply }
  const set =
    how === 'reopen'
      ? { state: 'open' as const, decidedAt: null, decidedBy: null, reply: '', undo: null }
      : { state: how === 'accept' ? ('accepted' as const) : ('rejected' as const), ...decided }
  await tx.update(suggestions).set(set).where(inArray(suggestions.id, ids))
}
