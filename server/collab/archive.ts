/**
 * The raw log is kept for good: versions and authorship need it. Once a snapshot holds its text, a long stretch of it
 * is put away as one compressed segment (every row with its author and time), and its rows are deleted in the same
 * statement: the function `archive_text` of the database, which builds the segment itself, since the program may delete
 * nothing of the log and could put anything in its place. Segments from before migration 0012 were deflated here.
 */
import { promisify } from 'node:util'
import { inflateRaw } from 'node:zlib'
import type { Pool } from 'pg'
import { Reader } from './bytes/wire.ts'
import type { LoggedUpdate, Transaction } from './contract.ts'

const inflate = promisify(inflateRaw)

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
  const [first, last] = [rows[0], rows.at(-1)]
  if (!first || !last) return null
  const { rows: put } = await pool.query<Archived>(
    `select raw_bytes::float8 as "rawBytes", stored_bytes::float8 as bytes from archive_text($1, $2, $3)`,
    [draftId, first.position, last.position],
  )
  return put[0] ?? null
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
export const readLog = (tx: Transaction, draftId: string): AsyncGenerator<LoggedUpdate> =>
  readRows(tx, draftId, 0, Number.MAX_SAFE_INTEGER)

/** The rows after one position, up to another. */
export async function* readRows(
  tx: Transaction,
  draftId: string,
  after: number,
  upTo: number,
): AsyncGenerator<LoggedUpdate> {
  let position = after
  while (position < upTo) {
    const { rows } = await tx.query<{ segment: Buffer; from: number; to: number }>(
      `select segment, from_position::float8 as from, to_position::float8 as to from text_archives
       where draft_id = $1 and from_position <= $2 and to_position >= $2`,
      [draftId, position + 1],
    )
    const found = rows[0]
    if (!found) break
    for (const row of await unpackSegment(found.segment, found.from))
      if (row.position > position && row.position <= upTo) yield row
    position = found.to
  }
  const { rows } = await tx.query<LoggedUpdate>(
    `select position::float8 as position, user_id as "userId", at, update from text_updates
     where draft_id = $1 and position > $2 and position <= $3 order by position`,
    [draftId, position, upTo],
  )
  yield* rows
}

/** No deflated segment begins so: its first block would be of a kind that there is not (RFC 1951, 3.2.3). */
const BUILT_BY_DATABASE = 0xff
const NOBODY = '0'.repeat(32)

async function unpackSegment(segment: Buffer, first: number): Promise<Iterable<LoggedUpdate>> {
  return segment[0] === BUILT_BY_DATABASE ? builtRows(segment, first) : unpackRows(await inflate(segment), first)
}

/** The count of rows; then all authors (16 bytes each), times (µs), lengths and updates, as migration 0012 writes them. */
function* builtRows(segment: Buffer, first: number): Generator<LoggedUpdate> {
  const count = segment.readUInt32BE(1)
  const authors = 5
  const times = authors + 16 * count
  const lengths = times + 8 * count
  let from = lengths + 4 * count
  for (let i = 0; i < count; i++) {
    const author = segment.toString('hex', authors + 16 * i, authors + 16 * (i + 1))
    const at = new Date(Math.floor(Number(segment.readBigInt64BE(times + 8 * i)) / 1000))
    const update = segment.subarray(from, (from += segment.readUInt32BE(lengths + 4 * i)))
    yield { position: first + i, userId: author === NOBODY ? null : spelt(author), at, update }
  }
}

const spelt = (uuid: string) => uuid.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

/** Authors once; then of each row: author, milliseconds since the row before, length, bytes. */
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
