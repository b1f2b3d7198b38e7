/**
 * Everything that somebody who may only suggest could forge (GUARD-2), against the built house: every update in every way, frames
 * that are none, and requests; on two nodes where Redis is installed.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { build } from '../../../server/prepare.js'
import { Office } from '../../e2e/support/office.ts'
import { attackAll, frames, requests } from '../../hostile/suggester/attack.ts'
import { Room } from '../../hostile/suggester/room.ts'
import { hasRedis, startRedis } from '../../integration/collab/redis.ts'
import type { Part } from './part.ts'

export const forging: Part = {
  name: 'forged',
  async lines(say) {
    build()
    const house = await openHouse()
    try {
      const room = await Room.open(house.urls, house.pool)
      const { kinds, effects } = await attackAll(room, [...requests(), ...frames()], say)
      room.close()
      say(`${house.urls.length} nodes`)
      if (effects.length > 0) process.exitCode = 1
      return [`forged: ${kinds} kinds, ${effects.length} effects`]
    } finally {
      await house.close()
    }
  },
}

/** The demonstration office, its database, and a second node on it. */
async function openHouse() {
  const folder = await mkdtemp(path.join(tmpdir(), 'but-phe-review-'))
  const redis = hasRedis ? await startRedis() : null
  const bus: Record<string, string> = redis ? { REDIS_URL: redis.url } : {}
  const first = await Office.open({ DATA_DIR: folder, ...bus })
  const url = await databaseOf(folder)
  const second = redis ? await Office.open({ DATABASE_URL: url, ...bus }) : null
  const pool = new pg.Pool({ connectionString: url, max: 2 })
  return {
    urls: [first, ...(second ? [second] : [])].map((office) => office.url),
    pool,
    async close() {
      await pool.end()
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
