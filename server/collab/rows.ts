/** The SQL of the log. Postgres itself holds FRZ-1 and append-only: see the migration "the log keeps itself". */
import type { ClientBase, Pool } from 'pg'
import { readLog } from './archive.ts'
import { briefSpace } from './bytes/compose.ts'
import type { Merged } from './bytes/merge.ts'
import type { Snapshot } from './bytes/text.ts'
import { parseUpdate, type Run } from './bytes/update.ts'
import type { Transaction } from './contract.ts'
import { copyRow } from './copy.ts'
import { runPrepared } from './prepared.ts'

export interface Appended {
  /** Position of the last row before these. */
  before: number
  head: number
}

/**
 * One statement, so one round trip and one COMMIT for all drafts. It waits for nobody: a head that a transaction holds is
 * left out, else whoever decides about one draft would keep the letters of the whole house waiting. A closed one is left
 * out, too. It answers with the new head of each draft, in their order, null for both kinds: one value costs less to
 * read than a row for each.
 */
const APPEND = {
  name: 'collab-append',
  text: `
with given as (select * from unnest($1::uuid[], $2::int[]) with ordinality as g(draft_id, n, i)),
locked as (
  select h.draft_id, g.n, g.i from text_heads h join given g using (draft_id)
  where h.frozen_at is null order by h.draft_id for update of h skip locked
),
moved as (
  update text_heads h set head = h.head + l.n from locked l where h.draft_id = l.draft_id
  returning h.draft_id, h.head, l.n, l.i
),
added as (
  insert into text_updates (draft_id, position, user_id, update)
  select m.draft_id, m.head - m.n + r.rank, r.user_id, substring($3::bytea from r.start for r.size)
  from unnest($4::int[], $5::int[], $6::uuid[], $7::int[], $8::int[]) as r(i, rank, user_id, start, size)
  join moved m using (i)
)
select array_agg(m.head order by g.i) from given g left join moved m using (i)`,
}

export interface DraftRows {
  draftId: string
  /** One row per author; '' = the program itself. */
  rows: Map<string, Merged>
}

/**
 * Appends and commits. One answer for each of the drafts, in their order; `closed` (or it has no log), or `held` by a
 * transaction that is deciding about it: then nothing of it was stored.
 */
export async function appendRows(client: ClientBase, drafts: DraftRows[]): Promise<(Appended | 'closed' | 'held')[]> {
  const updates: Buffer[] = []
  const draftIds: string[] = []
  const counts: number[] = []
  const drafted: number[] = []
  const ranks: number[] = []
  const userIds: string[] = []
  const starts: number[] = []
  const sizes: number[] = []
  let start = 1 // Postgres counts bytes and rows from one
  for (const { draftId, rows } of drafts) {
    draftIds.push(draftId)
    counts.push(rows.size)
    let rank = 0
    for (const [userId, merged] of rows) {
      const update = merged.encode(briefSpace)
      updates.push(update)
      drafted.push(draftIds.length)
      ranks.push(++rank)
      userIds.push(userId || 'null')
      starts.push(start)
      sizes.push(update.length)
      start += update.length
    }
  }
  const [first] = updates
  const [heads = ''] = await runPrepared(client, APPEND, [
    array(draftIds),
    array(counts),
    first && updates.length === 1 ? first : Buffer.concat(updates),
    array(drafted),
    array(ranks),
    array(userIds),
    array(starts),
    array(sizes),
  ])
  const reached = heads.slice(1, -1).split(',')
  const open = reached.includes('NULL') ? await openOf(client, draftIds) : null
  return draftIds.map((draftId, at) => {
    const head = Number(reached[at])
    if (head) return { before: head - (counts[at] ?? 0), head }
    return open?.has(draftId) ? 'held' : 'closed'
  })
}

/** Those of them that may still be written, whoever holds them. */
async function openOf(client: ClientBase, draftIds: string[]): Promise<ReadonlySet<string>> {
  const { rows } = await client.query<{ draftId: string }>(
    'select draft_id as "draftId" from text_heads where draft_id = any($1::uuid[]) and frozen_at is null',
    [array(draftIds)],
  )
  return new Set(rows.map(({ draftId }) => draftId))
}

/** Ids and numbers need no quoting in a Postgres array, and pg's own writer is slow. */
function array(values: (string | number)[]): string {
  return `{${values.join(',')}}`
}

/** Rows further back than this were not written by a commit that has just failed. */
const LOOK_BACK_ROWS = 10_000

/**
 * Whether every row of a batch whose fate is unknown stands in the log, byte for byte. Who put it there does not matter:
 * what is on disk may be confirmed.
 */
export async function isStored(client: ClientBase, draftId: string, rows: Map<string, Merged>): Promise<boolean> {
  for (const merged of rows.values()) {
    const { rows: found } = await client.query(
      `select 1 from text_updates u join text_heads h using (draft_id)
       where u.draft_id = $1 and u.update = $2 and u.position > h.head - $3 limit 1`,
      [draftId, merged.encode(), LOOK_BACK_ROWS],
    )
    if (found.length === 0) return false
  }
  return true
}

/** Whether trying again may help: connection lost, server starting, out of resources, deadlock, timeout. */
export function isPassing(error: Error & { code?: string }): boolean {
  const code = error.code ?? ''
  if (!/^[0-9A-Z]{5}$/.test(code)) return true // not from Postgres: a socket, a timeout, the pool
  return /^(08|40|53|55P03|57|58)/.test(code)
}

/** Writes the snapshot unless a newer one is there: another node may have been quicker. */
export async function saveSnapshot(
  tx: Transaction,
  draftId: string,
  position: number,
  state: Buffer,
  vector: Buffer,
): Promise<void> {
  await tx.query(
    `insert into text_snapshots (draft_id, position, state, state_vector) values ($1, $2, $3, $4)
     on conflict (draft_id) do update set position = $2, state = $3, state_vector = $4, at = now()
     where text_snapshots.position < $2`,
    [draftId, position, state, vector],
  )
}

export interface LogTail {
  head: number
  /** What squashed the rows up to its position; then the updates are those after it. */
  snapshot: (Snapshot & { position: number }) | null
  frozenAt: Date | null
  updates: Buffer[]
}

/**
 * One statement, one moment: a snapshot made meanwhile cannot leave a hole between itself and the tail. `sizes` are those
 * of the updates in `tail`, four bytes each, the highest first.
 */
const TEXT = `
select h.head::float8 as head, (extract(epoch from h.frozen_at) * 1000)::float8 as "frozenAt",
       coalesce(s.position, 0)::float8 as position, s.state, s.state_vector as vector, t.tail, t.sizes
from text_heads h left join text_snapshots s using (draft_id)
left join lateral (
  select string_agg(u.update, ''::bytea order by u.position) as tail,
         string_agg(int4send(octet_length(u.update)), ''::bytea order by u.position) as sizes
  from text_updates u where u.draft_id = h.draft_id and u.position > coalesce(s.position, 0)
) t on true
where h.draft_id = `

interface TextRow {
  head: number
  /** Milliseconds since 1970. */
  frozenAt: number | null
  position: number
  state: Buffer | null
  vector: Buffer | null
  tail: Buffer | null
  sizes: Buffer | null
}

/** The whole text as it stands: the snapshot, then every row after it. Null when the draft has no log. */
export async function loadText(tx: Transaction, draftId: string): Promise<LogTail | null> {
  const { rows } = await tx.query<TextRow>(`${TEXT} $1`, [draftId])
  return rows[0] ? readTail(tx, draftId, rows[0]) : null
}

/** The same outside a transaction, in half the time where the text is large. */
export async function copyText(pool: Pool, draftId: string): Promise<LogTail | null> {
  const client = await pool.connect()
  let failed = true
  try {
    const columns = await copyRow(client, TEXT + client.escapeLiteral(draftId))
    failed = false
    if (!columns) return null
    const [head, frozenAt, position, state = null, vector = null, tail = null, sizes = null] = columns
    const number = (bytes: Buffer | null | undefined) => bytes?.readDoubleBE(0) ?? null
    return readTail(pool, draftId, {
      head: number(head) ?? 0,
      frozenAt: number(frozenAt),
      position: number(position) ?? 0,
      state,
      vector,
      tail,
      sizes,
    })
  } finally {
    client.release(failed)
  }
}

async function readTail(tx: Transaction, draftId: string, row: TextRow): Promise<LogTail> {
  const { head, position, state, vector } = row
  const frozenAt = row.frozenAt === null ? null : new Date(row.frozenAt)
  const tail = split(row.tail, row.sizes)
  const snapshot = state && vector ? { position, state, vector } : null
  if (tail.length === head - position) return { head, snapshot, frozenAt, updates: tail }
  // A snapshot that was lost after its rows had been put away: the archive has them.
  const updates: Buffer[] = []
  for await (const { update } of readLog(tx, draftId)) updates.push(update)
  return { head, snapshot: null, frozenAt, updates }
}

export async function headsOf(
  tx: Transaction,
  draftIds: string[],
): Promise<{ draftId: string; head: number; frozenAt: Date | null }[]> {
  const { rows } = await tx.query<{ draftId: string; head: number; frozenAt: Date | null }>(
    `select draft_id as "draftId", head::float8 as head, frozen_at as "frozenAt" from text_heads
     where draft_id = any($1::uuid[])`,
    [array(draftIds)],
  )
  return rows
}

/** What other nodes appended after `position`. */
export async function loadAfter(tx: Transaction, draftId: string, position: number): Promise<LogTail | null> {
  const { rows } = await tx.query<{ head: number; frozenAt: Date | null; tail: Buffer | null; sizes: Buffer | null }>(
    `select h.head::float8 as head, h.frozen_at as "frozenAt", t.tail, t.sizes
     from text_heads h left join lateral (
       select string_agg(u.update, ''::bytea order by u.position) as tail,
              string_agg(int4send(octet_length(u.update)), ''::bytea order by u.position) as sizes
       from text_updates u where u.draft_id = h.draft_id and u.position > $2
     ) t on true
     where h.draft_id = $1`,
    [draftId, position],
  )
  const row = rows[0]
  return row ? { head: row.head, snapshot: null, frozenAt: row.frozenAt, updates: split(row.tail, row.sizes) } : null
}

function split(tail: Buffer | null, sizes: Buffer | null): Buffer[] {
  const updates: Buffer[] = []
  if (!tail || !sizes) return updates
  for (let i = 0, from = 0; i < sizes.length; i += 4) updates.push(tail.subarray(from, (from += sizes.readInt32BE(i))))
  return updates
}

/** See `Collaboration.seed`. */
export async function seedLog(
  tx: Transaction,
  draftId: string,
  update: Uint8Array,
  userId: string | null,
): Promise<void> {
  await tx.query('insert into text_heads (draft_id, head) values ($1, 1)', [draftId])
  await tx.query('insert into text_updates (draft_id, position, user_id, update) values ($1, 1, $2, $3)', [
    draftId,
    userId,
    Buffer.from(update),
  ])
}

/** See `Collaboration.append`. */
export async function appendChange(
  tx: Transaction,
  draftId: string,
  change: { position: number | null; update: Uint8Array; userId: string | null },
): Promise<boolean> {
  const { rows } = await tx.query(
    `with moved as (
       update text_heads set head = head + 1 where draft_id = $1 and ($2::bigint is null or head = $2) and frozen_at is null
       returning head
     )
     insert into text_updates (draft_id, position, user_id, update) select $1, head, $3, $4 from moved returning position`,
    [draftId, change.position, change.userId, Buffer.from(change.update)],
  )
  return rows.length > 0
}

/** See `Collaboration.replace`. */
export async function replaceText(
  tx: Transaction,
  draftId: string,
  { state, vector }: { state: Uint8Array; vector: Uint8Array },
): Promise<void> {
  await tx.query(
    `insert into text_snapshots (draft_id, position, state, state_vector)
     select draft_id, head, $2, $3 from text_heads where draft_id = $1 and frozen_at is null
     on conflict (draft_id) do update
     set position = excluded.position, state = excluded.state, state_vector = excluded.state_vector, at = now()`,
    [draftId, Buffer.from(state), Buffer.from(vector)],
  )
  // The snapshot moves on; moments after this one must not be read through the damaged log.
  await tx.query(
    `insert into text_keyframes (draft_id, position, state) select draft_id, head, $2 from text_heads where draft_id = $1
     on conflict do nothing`,
    [draftId, Buffer.from(state)],
  )
}

/** Rows that are looked through for who brought something. */
const MOST_ROWS_ASKED = 2_000

/** Users whose updates after `position` brought these structs. */
export async function authorsAfter(
  tx: Transaction,
  draftId: string,
  position: number,
  ids: readonly { client: number; clock: number }[],
): Promise<string[]> {
  if (ids.length === 0) return []
  const { rows } = await tx.query<{ userId: string; update: Buffer }>(
    `select user_id as "userId", update from text_updates
     where draft_id = $1 and position > $2 and user_id is not null order by position desc limit $3`,
    [draftId, position, MOST_ROWS_ASKED],
  )
  const holds = ({ client, clock, end }: Run) =>
    ids.some((id) => id.client === client && id.clock >= clock && id.clock < end)
  const brought = rows.filter(({ update }) => parseUpdate(update).runs.some(holds))
  return [...new Set(brought.map(({ userId }) => userId))]
}

/** See `Collaboration.close`. Null when the draft has no log. */
export async function closeLog(tx: Transaction, draftId: string): Promise<{ position: number; frozenAt: Date } | null> {
  const { rows } = await tx.query<{ position: number; frozenAt: Date }>(
    `update text_heads set frozen_at = coalesce(frozen_at, now()) where draft_id = $1
     returning head::float8 as position, frozen_at as "frozenAt"`,
    [draftId],
  )
  return rows[0] ?? null
}
