import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { connect } from '../../../server/database/connect.ts'
import { migrate } from '../../../server/database/migrate.ts'

/**
 * A new, migrated database in the run's Postgres, and the program's role on it, with which everything here works. `owner`
 * is for what a test does against the rules. Call `drop` when the tests of a file are over. `root` holds the migrations:
 * all of them, unless a test wants an older database.
 */
export async function freshDatabase(root = process.cwd()) {
  const server = inject('postgresUrl')
  const { ownerUrl: ownerServer, programRole } = inject('postgresOwner')
  const name = `t_${randomBytes(6).toString('hex')}`
  const [url, ownerUrl] = [databaseAt(server, name), databaseAt(ownerServer, name)]
  if (root === process.cwd())
    await asAdmin(ownerServer, `create database ${name} template ${inject('migratedDatabase')}`)
  else {
    await asAdmin(ownerServer, `create database ${name}`)
    await migrate(ownerUrl, root) // its test migrates it further, and gives the rights of today then
  }
  const { pool, db } = connect(url, () => {})
  const owner = new pg.Pool({ connectionString: ownerUrl, max: 2 })
  owner.on('error', () => {})
  return {
    ...{ url, ownerUrl, programRole, pool, db, owner },
    async drop() {
      await Promise.all([pool.end(), owner.end()])
      await asAdmin(ownerServer, `drop database ${name} with (force)`)
    },
  }
}

function databaseAt(server: string, name: string): string {
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
}

async function asAdmin(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  await client.query(statement)
  await client.end()
}
