/**
 * The raw log is kept for good: versions and authorship need it. Once a snapshot holds its text, a long stretch of it
 * is put away as one deflated segment (every row with its author and time), and its rows are deleted in the same
 * statement: the function `archive_text`, since the program itself may delete nothing of the log. Postgres lets them go
 * only if the segment's hash is that of the very rows (trigger text_updates_archived).
 */
import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { deflateRaw, inflateRaw } from 'node:zlib'
import type { Pool } from 'pg'
import type { Transaction } from './contract.ts'
import { Reader, sizeOfNumber, writeNumber } from './wire.ts'

const deflate = promisify(deflateRaw)
const inflate = promisify(inflateRaw)

/** One row of the log. */
export interface LoggedUpdate {
  position: number
  /** null: the program itself (the seed). */
  userId: string | null
  at: Date
  update: Buffer
}

export interface Archived {
  rawBytes: number
  bytes: number
}

/** Puts away the oldest stretch of the draft's log, if it is long enough and held by the snapshot. */
export async function archiveLog(
  pool: Pool,
  draftId: string,
  size: { segmentRows: number; looseRows: number },
): Promise<Archived | null> {
  const rows = await readOldest(pool, draftId, size)
  if (rows.length < size.segmentRows) return null
  const segment = await deflate(packRows(rows), { level: 9 })
  const hash = createHash('sha256')
  for (const { update } of rows) hash.update(update)
  const [first, last] = [rows[0] as LoggedUpdate, rows[rows.length - 1] as LoggedUpdate]

  await pool.query('select archive_text($1, $2, $3, $4, $5)', [
    draftId,
    first.position,
    last.position,
    hash.digest(),
    segment,
  ])
  return { rawBytes: rows.reduce((sum, { update }) => sum + update.length, 0), bytes: segment.length }
}

async function readOldest(
  pool: Pool,
  draftId: string,
  size: { segmentRows: number; looseRows: number },
): Promise<LoggedUpdate[]> {
  const { rows } = await pool.query<LoggedUpdate>(
    `select u.position::float8 as position, u.user_id as "userId", u.at, u.update
     from text_updates u join text_snapshots s using (draft_id)
     where u.draft_id = $1 and u.position <= s.position - $2 order by u.position limit $3`,
    [draftId, size.looseRows, size.segmentRows],
  )
  return rows
}

/** The whole log of a draft from its first row on, archived or not, in order. */
export async function* readLog(tx: Transaction, draftId: string): AsyncGenerator<LoggedUpdate> {
  let position = 0
  for (;;) {
    const { rows } = await tx.query<{ segment: Buffer; to: number }>(
      `select segment, to_position::float8 as to from text_archives where draft_id = $1 and from_position = $2`,
      [draftId, position + 1],
    )
    const found = rows[0]
    if (!found) break
    yield* unpackRows(await inflate(found.segment), position + 1)
    position = found.to
  }
  const { rows } = await tx.query<LoggedUpdate>(
    `select position::float8 as position, user_id as "userId", at, update from text_updates
     where draft_id = $1 and position > $2 order by position`,
    [draftId, position],
  )
  yield* rows
}

/** Authors once; then of each row: author, milliseconds since the row before, length, bytes. */
function packRows(rows: LoggedUpdate[]): Buffer {
  const authors = [...new Set(rows.map(({ userId }) => userId ?? ''))]
  const names = Buffer.from(JSON.stringify(authors), 'utf8')
  const parts: Buffer[] = [numbers(rows.length, names.length), names]
  let before = 0
  for (const { userId, at, update } of rows) {
    const now = at.getTime()
    // Rows are in the order of their commits; a clock set back between two of them counts as no time at all.
    parts.push(numbers(authors.indexOf(userId ?? ''), Math.max(0, now - before), update.length), update)
    before = Math.max(before, now)
  }
  return Buffer.concat(parts)
}

function* unpackRows(packed: Buffer, first: number): Generator<LoggedUpdate> {
  const reader = new Reader(packed)
  const count = reader.number()
  const authors = JSON.parse(reader.slice().toString('utf8')) as string[]
  let at = 0
  for (let i = 0; i < count; i++) {
    const author = authors[reader.number()]
    at += reader.number()
    yield { position: first + i, userId: author || null, at: new Date(at), update: reader.slice() }
  }
}

function numbers(...values: number[]): Buffer {
  const into = Buffer.allocUnsafe(values.reduce((sum, value) => sum + sizeOfNumber(value), 0))
  let at = 0
  for (const value of values) at = writeNumber(into, at, value)
  return into
}
