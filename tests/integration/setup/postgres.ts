import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { startEmbedded } from '../../../server/database/embedded.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** As the role that the program runs as. */
    postgresUrl: string
    postgresOwner: { ownerUrl: string; programRole: string }
  }
}

/** One real Postgres for the whole run; each test file makes its own database in it (see house.ts). */
export default async function setup(project: TestProject) {
  const folder = await mkdtemp(path.join(tmpdir(), 'but-phe-test-'))
  const postgres = await startEmbedded(folder)
  const { url, ownerUrl, programRole } = postgres
  project.provide('postgresUrl', url)
  project.provide('postgresOwner', { ownerUrl, programRole })
  return async () => {
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
