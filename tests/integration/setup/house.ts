import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { connect } from '../../../server/database/connect.ts'
import { migrate } from '../../../server/database/migrate.ts'

/**
 * A new, migrated database in the run's Postgres. Call `drop` when the tests of a file are over. `root` holds the
 * migrations: all of them, unless a test wants an older database.
 */
export async function freshDatabase(root = process.cwd()) {
  const server = inject('postgresUrl')
  const name = `t_${randomBytes(6).toString('hex')}`
  await asAdmin(server, `create database ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  await migrate(url.href, root)
  const { pool, db } = connect(url.href, () => {})
  return {
    url: url.href,
    pool,
    db,
    async drop() {
      await pool.end()
      await asAdmin(server, `drop database ${name} with (force)`)
    },
  }
}

async function asAdmin(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  await client.query(statement)
  await client.end()
}
