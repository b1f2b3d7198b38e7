/**
 * Any moment of a draft's text, from the log that is kept for good: the nearest keyframe before it and the updates between.
 * Keyframes are made as moments are asked for and as versions are kept; without any the whole log is read, as ever.
 */
import { readRows } from './archive.ts'
import type { LoggedUpdate, Moment, Transaction, Written } from './contract.ts'

/** Behind a keyframe so many updates, or so many bytes of them, make the next one worth its room. */
const KEYFRAME_ROWS = 400
/** Closer than this to one that is kept, another is not worth its room. */
const CLOSE_ROWS = 100
const KEYFRAME_SHARE = 0.5
const KEYFRAME_BYTES = 64 * 1024

interface Keyframe {
  position: number
  state: Buffer
}

/** See `Collaboration.moment`. */
export async function readMoment(tx: Transaction, draftId: string, position: number): Promise<Moment | null> {
  const { rows } = await tx.query<{ head: number }>(
    'select head::float8 as head from text_heads where draft_id = $1 and head >= $2',
    [draftId, position],
  )
  if (!rows[0] || position < 1) return null
  // While rows are put away they may be found neither here nor there.
  for (let tries = 0; tries < TRIES; tries++) {
    const found = await tryOnce(tx, draftId, position)
    if (found) return found
  }
  throw new Error(`draft ${draftId}: its log has a gap before ${position}`)
}

const TRIES = 3

async function tryOnce(tx: Transaction, draftId: string, position: number): Promise<Moment | null> {
  const keyframe = await nearest(tx, draftId, position)
  const updates: Uint8Array[] = keyframe ? [keyframe.state] : []
  const behind = position - (keyframe?.position ?? 0)
  let last: LoggedUpdate | null = null
  let [rows, bytes] = [0, 0]
  for await (const row of readRows(tx, draftId, keyframe?.position ?? 0, position)) {
    updates.push(row.update)
    bytes += row.update.length
    rows++
    last = row
  }
  if (rows !== behind) return null
  last ??= await lastRow(tx, draftId, position)
  const isFar = behind >= KEYFRAME_ROWS || bytes > KEYFRAME_BYTES + KEYFRAME_SHARE * (keyframe?.state.length ?? 0)
  return { position, updates, at: last?.at ?? null, userId: last?.userId ?? null, isFar: isFar && behind > 0 }
}

/** The snapshot is as good as a keyframe; where a damaged log was replaced by it, it is the only one. */
async function nearest(tx: Transaction, draftId: string, position: number): Promise<Keyframe | null> {
  const { rows } = await tx.query<Keyframe>(
    `select position::float8 as position, state from (
       (select position, state from text_keyframes where draft_id = $1 and position <= $2 order by position desc limit 1)
       union all
       (select position, state from text_snapshots where draft_id = $1 and position <= $2)
     ) k order by position desc limit 1`,
    [draftId, position],
  )
  return rows[0] ?? null
}

async function lastRow(tx: Transaction, draftId: string, position: number): Promise<LoggedUpdate | null> {
  for await (const row of readRows(tx, draftId, position - 1, position)) return row
  return null
}

/** See `Collaboration.keepKeyframe`. */
export async function saveKeyframe(
  tx: Transaction,
  draftId: string,
  { position, state }: { position: number; state: Uint8Array },
): Promise<void> {
  await tx.query(
    `insert into text_keyframes (draft_id, position, state) select $1::uuid, $2::bigint, $3::bytea
     where not exists (select from text_keyframes where draft_id = $1 and position between $2 - $4::bigint and $2)
     on conflict do nothing`,
    [draftId, position, Buffer.from(state), CLOSE_ROWS],
  )
}

/** See `Collaboration.written`. */
export async function readWritten(tx: Transaction, draftId: string, after: number, upTo: number): Promise<Written> {
  const authors = new Set<string>()
  let from: Date | null = null
  let to: Date | null = null
  for await (const { userId, at } of readRows(tx, draftId, after, upTo)) {
    if (userId !== null) authors.add(userId)
    from ??= at
    to = at
  }
  return { authors: [...authors], from, to }
}
