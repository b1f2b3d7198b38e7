import path from 'node:path'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate as applyMigrations } from 'drizzle-orm/node-postgres/migrator'
import pg from 'pg'
import { grantTo } from './roles.ts'

const MIGRATION_LOCK = 7_262_005 // any constant of our own: two nodes that start together migrate one after the other

/**
 * Brings the database to this program's version, as the role that owns it; then gives the role that the program runs as
 * its rights, when that is another. Only forward; throws when Postgres is older than 15.
 */
export async function migrate(owner: string, root: string, programRole?: string): Promise<void> {
  const client = new pg.Client({ connectionString: owner })
  await client.connect()
  try {
    const { rows } = await client.query<{ version: string }>(`select current_setting('server_version_num') as version`)
    if (Number(rows[0]?.version) < 150_000)
      throw new Error('Postgres 15 or newer is needed; DATABASE_URL names an older one.')
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
    await applyMigrations(drizzle(client), { migrationsFolder: path.join(root, 'migrations') })
    if (programRole !== undefined) await grantTo(client, programRole)
  } finally {
    await client.end()
  }
}

const NOT_ALLOWED = '42501'
const NOT_THERE_OR_NOT_FOR_US = new RegExp(`^(42P01|3F000|${NOT_ALLOWED})$`)

/** What app.ts does at the start: the tables as this program needs them, with as few rights on them as it needs. */
export async function prepareDatabase(url: string, ownerUrl: string | undefined, root: string): Promise<void> {
  if (ownerUrl !== undefined) {
    const [owner, program] = [await roleOf(ownerUrl), await roleOf(url)]
    return migrate(ownerUrl, root, program === owner ? undefined : program)
  }
  if (await isMigrated(url, root)) return
  try {
    await migrate(url, root)
  } catch (failure) {
    if (!isNotAllowed(failure)) throw failure
    throw new Error(
      'The database is older than this program, and the role of DATABASE_URL may not change its tables. Start once with DATABASE_OWNER_URL set to the role that owns them.',
      { cause: failure },
    )
  }
}

/** Who a connection of this address is. */
async function roleOf(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ role: string }>('select current_user as role')
    return rows[0]?.role ?? ''
  } finally {
    await client.end()
  }
}

/** Whether every migration of this program has been applied, as far as this role can see. */
async function isMigrated(url: string, root: string): Promise<boolean> {
  const newest = readMigrationFiles({ migrationsFolder: path.join(root, 'migrations') }).at(-1)
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ at: string | null }>(
      'select max(created_at)::text as at from drizzle.__drizzle_migrations',
    )
    return Number(rows[0]?.at ?? 0) >= (newest?.folderMillis ?? 0)
  } catch (failure) {
    if (failure instanceof pg.DatabaseError && NOT_THERE_OR_NOT_FOR_US.test(failure.code ?? '')) return false
    throw failure
  } finally {
    await client.end()
  }
}

/** Drizzle wraps what Postgres says. */
function isNotAllowed(failure: unknown): boolean {
  const said = failure instanceof Error && failure.cause instanceof Error ? failure.cause : failure
  return said instanceof pg.DatabaseError && said.code === NOT_ALLOWED
}
