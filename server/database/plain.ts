import { sql } from 'drizzle-orm'
import pg from 'pg'
import type { Queryable } from './connect.ts'

/** As rooms that write their own SQL take part in a transaction of drizzle's. */
export interface PlainQueries {
  query<Row>(text: string, values: unknown[]): Promise<{ rows: Row[] }>
}

const { TIMESTAMPTZ } = pg.types.builtins
const readInstant = pg.types.getTypeParser(TIMESTAMPTZ)

/** Numbered parameters in, rows out as `pg` gives them: drizzle alone would leave instants as text. */
export function plain(tx: Queryable): PlainQueries {
  return {
    async query<Row>(text: string, values: unknown[]) {
      const parts = text.split(/\$(\d+)/)
      const statement = parts.map((part, index) => (index % 2 ? sql.param(values[Number(part) - 1]) : sql.raw(part)))
      const { rows, fields } = await tx.execute(sql.join(statement))
      const instants = fields.filter(({ dataTypeID }) => dataTypeID === TIMESTAMPTZ)
      for (const row of rows) for (const { name } of instants) row[name] = row[name] && readInstant(String(row[name]))
      return { rows: rows as Row[] } // whoever writes the SQL says what its rows are, as with pg itself
    },
  }
}
