import { sql } from 'drizzle-orm'
import type { Database, Queryable, Transaction } from '../database/connect.ts'
import { GENESIS_HASH, linkHash } from './chain.ts'

const PAGE_ROWS = 2000

export interface ChainFault {
  /** Number of the first row that does not fit. */
  seq: number
  /** `missing`: it, and perhaps more, is gone. `changed`: it is not what was recorded. `added`: it was never recorded. */
  fault: 'missing' | 'changed' | 'added'
}
export type ChainCheck =
  { intact: true; rows: number; headHash: string } | ({ intact: false; rows: number } & ChainFault)

interface Row extends Record<string, unknown> {
  seq: string
  at: string
  actor_id: string | null
  act: string
  draft_id: string | null
  detail: unknown
  previous_hash: string
  hash: string
}

/** Where the chain ends now: to be noted where nobody who can write the database can write as well. */
export async function chainEnd(db: Queryable): Promise<{ rows: number; headHash: string }> {
  const { rows } = await db.execute<{ seq: string; hash: string }>(sql`select seq, hash from audit_head`)
  return { rows: Number(rows[0]?.seq ?? 0), headHash: rows[0]?.hash ?? GENESIS_HASH }
}

/**
 * Reads the whole chain and finds the first row that was changed, removed or moved (AUD-1). Somebody who can write the
 * table and recompute every later hash is found only against a `headHash` noted elsewhere: the start log carries it.
 */
export function checkChain(db: Database): Promise<ChainCheck> {
  // One snapshot: acts that are recorded meanwhile are in neither the rows nor the head.
  return db.transaction(follow, { isolationLevel: 'repeatable read', accessMode: 'read only' })
}

async function follow(tx: Transaction): Promise<ChainCheck> {
  let seq = 0
  let hash = GENESIS_HASH
  const broken = (at: number, fault: ChainFault['fault']) => ({ intact: false, rows: seq, seq: at, fault }) as const
  for (let rows = await page(tx, seq); rows.length > 0; rows = await page(tx, seq)) {
    for (const row of rows) {
      if (Number(row.seq) !== seq + 1) return broken(seq + 1, 'missing')
      if (row.previous_hash !== hash || hashOf(row) !== row.hash) return broken(seq + 1, 'changed')
      seq += 1
      hash = row.hash
    }
  }
  const end = await chainEnd(tx)
  if (seq < end.rows) return broken(seq + 1, 'missing')
  if (seq > end.rows) return broken(end.rows + 1, 'added')
  return hash === end.headHash ? { intact: true, ...end } : broken(seq, 'changed')
}

async function page(tx: Transaction, after: number): Promise<Row[]> {
  const { rows } = await tx.execute<Row>(sql`
    select seq, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at,
      actor_id, act, draft_id, detail, previous_hash, hash
    from audit_log where seq > ${after} order by seq limit ${PAGE_ROWS}`)
  return rows
}

function hashOf(row: Row): string {
  return linkHash({
    seq: Number(row.seq),
    at: row.at,
    actorId: row.actor_id,
    act: row.act,
    draftId: row.draft_id,
    detail: row.detail,
    previousHash: row.previous_hash,
  })
}
