/** The demonstration office, its database, and a second node on it where Redis is installed. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Office } from '../e2e/support/office.ts'
import { hasRedis, startRedis } from '../integration/collab/redis.ts'

export interface TwoNodes {
  urls: string[]
  databaseUrl: string
  close(): Promise<void>
}

export async function openTwoNodes(): Promise<TwoNodes> {
  const folder = await mkdtemp(path.join(tmpdir(), 'but-phe-nodes-'))
  const redis = hasRedis ? await startRedis() : null
  const bus: Record<string, string> = redis ? { REDIS_URL: redis.url } : {}
  const first = await Office.open({ DATA_DIR: folder, ...bus })
  const databaseUrl = await databaseOf(folder)
  const second = redis ? await Office.open({ DATABASE_URL: databaseUrl, ...bus }) : null
  return {
    urls: [first, ...(second ? [second] : [])].map(({ url }) => url),
    databaseUrl,
    async close() {
      await second?.close()
      await first.close()
      await redis?.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Of the Postgres that a house has started in its folder (server/database/embedded.ts). */
async function databaseOf(folder: string): Promise<string> {
  const [, , , port = ''] = (await readFile(path.join(folder, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')
  const password = await readFile(path.join(folder, 'postgres.program.password'), 'utf8')
  return `postgres://butphe_program:${password}@127.0.0.1:${port}/butphe`
}
