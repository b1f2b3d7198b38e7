/**
 * GUARD-1 on every node: the table `access_changes`, written in the transactions that change a right, is read every
 * second. Hints only make it quicker.
 */
import type { Pool } from 'pg'
import type { AccessChange } from './contract.ts'

/** Numbers are given at insert and seen at commit: a slow transaction's row appears after later ones. */
const LOOK_BACK = 1_000

export class AccessWatch {
  private readonly pool: Pool
  private last: number | null = null
  private seen = new Set<number>()
  private busy = false

  constructor(pool: Pool) {
    this.pool = pool
  }

  /** Changes not seen before; the first call only learns where the table ends. Null when a read is under way. */
  async read(): Promise<AccessChange[] | null> {
    if (this.busy) return null
    this.busy = true
    try {
      return await this.readOn()
    } finally {
      this.busy = false
    }
  }

  private async readOn(): Promise<AccessChange[]> {
    const isFirst = this.last === null
    const { rows } = await this.pool.query<{ id: number; draftId: string | null; userId: string | null }>({
      name: 'collab-watch',
      text: `select id::float8 as id, draft_id as "draftId", user_id as "userId" from access_changes
             where id > coalesce($1::bigint, (select max(id) from access_changes), 0) - ${LOOK_BACK} order by id`,
      values: [this.last],
    })
    const fresh = rows.filter((row) => !this.seen.has(row.id))
    this.seen = new Set(rows.map((row) => row.id))
    this.last = rows.at(-1)?.id ?? this.last ?? 0
    return isFirst ? [] : fresh
  }
}
