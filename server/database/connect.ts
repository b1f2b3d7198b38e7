import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import * as tables from './tables.ts'

export type Database = NodePgDatabase<typeof tables>
/** What a verb may be handed inside a transaction. */
export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0]
export type Queryable = Database | Transaction

export interface Connection {
  pool: pg.Pool
  db: Database
}

const STATEMENT_MS = 60_000

/** One pool for the whole process. Connections that Postgres drops (a restart) are replaced at the next query. */
export function connect(url: string, onError: (error: Error) => void): Connection {
  const pool = new pg.Pool({
    connectionString: url,
    max: 16,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    // Nobody waits so long for an answer (a page 5 s, the check of the whole record a minute): what is given up there must
    // not go on here. Migrations have a connection of their own.
    statement_timeout: STATEMENT_MS,
  })
  // The pool listens to idle connections only: one that is lost within a transaction would end the process.
  // Once the pool ends, its promise resolves before the last sockets have closed: losing those is no loss.
  pool.on('connect', (client) => client.on('error', (error) => !pool.ending && onError(error)))
  pool.on('error', () => {}) // the same loss, told a second time
  return { pool, db: drizzle(pool, { schema: tables }) }
}
