/**
 * SAVE-1…3, SYNC-1: everything goes wrong at once, and a checker compares what each client was told with what is there.
 * Two nodes, each behind lines that break, a Postgres that is restarted, a Redis that is stopped.
 *   CHAOS_KILLS=200 SEED=7 npx vitest run --project integration tests/fuzz/chaos
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import pino from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as Y from 'yjs'
import { type Collaboration, createCollaboration } from '../../server/collab/index.ts'
import { type EmbeddedPostgres, startEmbedded } from '../../server/database/embedded.ts'
import { migrate } from '../../server/database/migrate.ts'
import { until } from '../integration/collab/office.ts'
import { type Line, lineTo } from '../integration/collab/proxy.ts'
import { freePort } from '../integration/collab/raw-client.ts'
import { hasRedis, startRedis } from '../integration/collab/redis.ts'
import { squashHere } from '../integration/setup/squash.ts'
import { bundled } from '../tools/programs.ts'
import { ChaosClient } from './chaos-client.ts'
import { drawSeed, seeded } from './random.ts'

const KILLS = Number(process.env.CHAOS_KILLS ?? 4)
const SEED = drawSeed('chaos')
const NODES = hasRedis ? 2 : 1
const random = seeded(SEED)
const server = await bundled('tests/integration/collab/server-process.ts')

let folder: string
let postgres: EmbeddedPostgres
let databaseLine: Line
let redis: Awaited<ReturnType<typeof startRedis>> | null = null
let redisLine: Line | null = null
let direct: pg.Pool
let reader: Collaboration
const nodes: { port: number; child: ChildProcess | null }[] = []
const log: string[] = []
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'but-phe-chaos-'))
  postgres = await startEmbedded(folder)
  await migrate(postgres.ownerUrl, process.cwd(), postgres.programRole)
  databaseLine = await lineTo('127.0.0.1', () => Number(new URL(postgres.url).port))
  direct = pool()
  const owner = new pg.Client({ connectionString: postgres.ownerUrl })
  await owner.connect()
  await owner.query(`create table test_rights (person uuid primary key, "right" text not null)`)
  await owner.end()
  if (hasRedis) {
    redis = await startRedis()
    redisLine = await lineTo('127.0.0.1', redis.port)
  }
  for (let i = 0; i < NODES; i++) nodes.push({ port: await freePort(), child: null })
  await Promise.all(nodes.map(startNode))
}, 120_000)

afterAll(async () => {
  for (const { child } of nodes) child?.kill('SIGKILL')
  await reader?.drain()
  await direct?.end()
  await databaseLine?.close()
  await redisLine?.close()
  await redis?.stop()
  await postgres?.stop()
  await rm(folder, { recursive: true, force: true })
})

function pool(): pg.Pool {
  const made = new pg.Pool({ connectionString: postgres.url, max: 4 })
  made.on('error', () => {})
  reader = createCollaboration({
    pool: made,
    log: pino({ level: 'silent' }),
    authoriser: { admit: async () => ({ refused: 'notSignedIn' }), rightOf: async () => 'none' },
    schemaVersion: 7,
    squash: squashHere,
  })
  return made
}

async function startNode(node: { port: number; child: ChildProcess | null }): Promise<void> {
  const url = new URL(postgres.url)
  url.port = String(databaseLine.port)
  const child = spawn(process.execPath, [server], {
    env: {
      ...process.env,
      DATABASE_URL: url.href,
      PORT: String(node.port),
      RIGHTS: '1',
      ...(redisLine ? { REDIS_URL: `redis://127.0.0.1:${redisLine.port}` } : {}),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  node.child = child
  await new Promise((resolve) => child.stdout?.once('data', resolve))
}

async function onDisk(draft: string): Promise<string[]> {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, await reader.readState(direct, draft))
  // What waits for text that is not there was confirmed too early.
  expect(doc.store.pendingStructs?.missing ?? new Map(), 'text that hangs in the air').toEqual(new Map())
  return doc.getArray<string>('items').toArray()
}

test(`SAVE-2, SYNC-1: ${KILLS} kills, ${NODES} nodes, SEED=${SEED}`, async () => {
  const drafts = [randomUUID(), randomUUID(), randomUUID()]
  for (const draft of drafts) {
    const seed = new Y.Doc()
    seed.getArray('items').insert(0, ['seed'])
    await reader.seed(direct, draft, Y.encodeStateAsUpdate(seed), null)
  }
  const people = Array.from({ length: 9 }, () => randomUUID())
  const clients = people.map(
    (person, i) =>
      new ChaosClient({
        name: `c${i}`,
        person,
        draft: drafts[i % drafts.length] as string,
        random,
        isObedient: i % 2 === 0,
        urls: () => nodes.map(({ port }) => `ws://127.0.0.1:${port}/collab`),
      }),
  )
  let edits = true
  let running = true
  const living = (async () => {
    for (; running; await pause(4)) for (const client of clients) client.step(edits)
  })()

  /** SAVE-2: with no server alive, everything that was confirmed must be on the disk. */
  async function checkDisk(moment: string): Promise<void> {
    for (const draft of drafts) {
      const own = clients.filter((_, i) => drafts[i % drafts.length] === draft)
      const told = own.flatMap((client) =>
        [...client.added].filter(([, fate]) => fate === 'added').map(([item]) => item),
      )
      const gone = new Set(
        own.flatMap((client) => [...client.removed].filter(([, known]) => known).map(([item]) => item)),
      )
      const perhaps = new Set(own.flatMap((client) => [...client.removed.keys()]))
      const items = await onDisk(draft)
      const there = new Set(items)
      expect(there.size, `${moment}: doubled`).toBe(items.length)
      expect(
        told.filter((item) => !there.has(item) && !perhaps.has(item)),
        `${moment}: lost`,
      ).toEqual([])
      expect(
        [...gone].filter((item) => there.has(item)),
        `${moment}: deletions lost`,
      ).toEqual([])
    }
  }

  const trouble: Record<string, () => Promise<void>> = {
    async offline() {
      const client = random.pick(clients)
      client.goOffline()
      await pause(100 + random.below(500))
      client.isOnline = true
    },
    async databaseLine() {
      databaseLine.cut()
      await pause(random.below(600))
      databaseLine.mend()
    },
    async databaseSilent() {
      if (random.chance(0.5)) databaseLine.hold()
      else databaseLine.holdAnswers()
      await pause(random.below(800))
      databaseLine.release()
    },
    async redisAway() {
      redisLine?.cut()
      await pause(random.below(800))
      redisLine?.mend()
    },
    async redisOneWay() {
      redisLine?.holdAnswers()
      await pause(random.below(800))
      redisLine?.release()
    },
    async redisRestart() {
      if (!redis) return
      const { port } = redis
      await redis.stop()
      await pause(random.below(500))
      redis = await startRedis(port)
    },
    async rights() {
      const person = random.pick(people)
      for (const right of ['read', 'write', 'read', 'write']) {
        await direct.query(`insert into test_rights values ($1, $2) on conflict (person) do update set "right" = $2`, [
          person,
          right,
        ])
        await direct.query('insert into access_changes (user_id) values ($1)', [person])
        await pause(200 + random.below(1_200))
      }
    },
    async postgresRestart() {
      await direct.end()
      await postgres.stop()
      await pause(random.below(300))
      postgres = await startEmbedded(folder)
      await reader.drain()
      direct = pool()
    },
  }

  let kills = 0
  for (let i = 0; kills < KILLS; i++) {
    const what = random.pick(Object.keys(trouble))
    log.push(what)
    await Promise.all([trouble[what]?.(), pause(200 + random.below(600))])
    if (i % 2 === 0) continue
    const victims = random.chance(0.5) ? nodes : [random.pick(nodes)]
    await Promise.all(
      victims.map(async (node) => {
        const { child } = node
        if (!child) return
        const gone = new Promise((resolve) => child.once('exit', resolve))
        child.kill('SIGKILL')
        await gone
      }),
    )
    kills += victims.length
    log.push(`kill ${victims.length}`)
    if (victims.length === nodes.length) {
      running = false
      await living.catch(() => {})
      for (const client of clients) client.forgetLine()
      await checkDisk(`after ${log.slice(-4).join(', ')}`)
      running = true
      void resume()
    }
    await Promise.all(victims.map(startNode))
  }
  async function resume(): Promise<void> {
    for (; running; await pause(4)) for (const client of clients) client.step(edits)
  }

  edits = false
  databaseLine.mend()
  databaseLine.release()
  redisLine?.mend()
  redisLine?.release()
  await direct.query(`delete from test_rights`)
  await direct.query('insert into access_changes default values')
  for (const client of clients) client.isOnline = true
  await until('everybody is back and confirmed', () => clients.every((client) => client.isSettled), 90_000).catch(
    (error: unknown) => {
      throw new Error(`after ${log.slice(-6).join(', ')}: ${clients.map((client) => client.told).join('; ')}`, {
        cause: error,
      })
    },
  )
  for (const [i, draft] of drafts.entries()) {
    const own = clients.filter((_, j) => j % drafts.length === i)
    await until(
      'all replicas are equal',
      async () => {
        const items = JSON.stringify(await onDisk(draft))
        return own.every((client) => JSON.stringify(client.items) === items)
      },
      60_000,
    ).catch(async (error: unknown) => {
      throw new Error(`diverged: ${JSON.stringify([await onDisk(draft), ...own.map((client) => client.items)])}`, {
        cause: error,
      })
    })
    expect(own.flatMap((client) => [...client.added.values()]).includes('open')).toBe(false)
  }
  await checkDisk('at the end')
  expect(clients.flatMap((client) => client.lies)).toEqual([])
  running = false
  const total = clients.reduce((sum, client) => sum + client.added.size, 0)
  const told = clients.reduce(
    (sum, client) => sum + [...client.added.values()].filter((fate) => fate === 'added').length,
    0,
  )
  process.stdout.write(
    `chaos: seed ${SEED}, ${kills} kills, ${total} edits, ${told} confirmed, ${log.length} troubles\n`,
  )
  for (const client of clients) client.goOffline()
}, 3_600_000)
