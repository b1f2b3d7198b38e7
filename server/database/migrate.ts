import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate as applyMigrations } from 'drizzle-orm/node-postgres/migrator'
import path from 'node:path'
import pg from 'pg'

const MIGRATION_LOCK = 7_262_005 // any constant of our own: two nodes that start together migrate one after the other

/** Brings the database to this program's version. Only forward; throws when Postgres is older than 15. */
export async function migrate(url: string, root: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ version: string }>(`select current_setting('server_version_num') as version`)
    if (Number(rows[0]?.version) < 150_000)
      throw new Error('Postgres 15 or newer is needed; DATABASE_URL names an older one.')
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
    await applyMigrations(drizzle(client), { migrationsFolder: path.join(root, 'migrations') })
  } finally {
    await client.end()
  }
}
