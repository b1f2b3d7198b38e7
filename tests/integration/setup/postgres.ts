import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { startEmbedded } from '../../../server/database/embedded.ts'
import { migrate } from '../../../server/database/migrate.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** As the role that the program runs as. */
    postgresUrl: string
    postgresOwner: { ownerUrl: string; programRole: string }
    /** A database of this run that holds the tables of today and nothing else: others are copies of it. */
    migratedDatabase: string
  }
}

const MIGRATED = 'migrated'

/** One real Postgres for the whole run; each test file makes its own database in it (see house.ts). */
export default async function setup(project: TestProject) {
  const folder = await mkdtemp(path.join(tmpdir(), 'but-phe-test-'))
  const postgres = await startEmbedded(folder)
  const { url, ownerUrl, programRole } = postgres
  project.provide('postgresUrl', url)
  project.provide('postgresOwner', { ownerUrl, programRole })
  await prepare(ownerUrl, programRole)
  project.provide('migratedDatabase', MIGRATED)
  return async () => {
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

/** What is committed outlives a killed process, as tests want; that it outlives the machine costs time, and nobody asks. */
async function prepare(ownerUrl: string, programRole: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  for (const statement of ['alter system set fsync = off', 'select pg_reload_conf()', `create database ${MIGRATED}`])
    await client.query(statement)
  await client.end()
  const url = new URL(ownerUrl)
  url.pathname = `/${MIGRATED}`
  await migrate(url.href, process.cwd(), programRole)
}
