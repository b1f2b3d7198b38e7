/**
 * npm run bench:nodes — what it costs that people of one draft are on different nodes: the same people type at the same
 * pace on one node, on two and on three, over a real Redis; processor time of all nodes together, and Redis traffic a key.
 *   SECONDS=10 WARM_UP=12 DRAFTS=20 RATE=5 npm run bench:nodes
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { connect as connectTo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pino from 'pino'
import * as Y from 'yjs'
import { createCollaboration } from '../../../server/collab/index.ts'
import { connect } from '../../../server/database/connect.ts'
import { startEmbedded } from '../../../server/database/embedded.ts'
import { migrate } from '../../../server/database/migrate.ts'
import { SCHEMA_VERSION, seedOf, until } from '../../integration/collab/office.ts'
import { freePort, RawClient } from '../../integration/collab/raw-client.ts'
import { hasRedis, startRedis } from '../../integration/collab/redis.ts'
import { squashHere } from '../../integration/setup/squash.ts'

const SECONDS = Number(process.env.SECONDS ?? 10)
/** Until V8 has compiled what is used often: each node does that for itself, once in its life. */
const WARM_UP = Number(process.env.WARM_UP ?? 12)
const DRAFTS = Number(process.env.DRAFTS ?? 20)
/** Keys a second of each person. */
const RATE = Number(process.env.RATE ?? 5)
const PEOPLE = 6 // in each draft; all of them type, and they spread evenly over one, two or three nodes
const CHARACTERS = 20_000 // about 10 pages
/** /proc counts processor time in these. */
const TICKS_PER_SECOND = 100

interface Node {
  port: number
  process: ChildProcess
}

if (!hasRedis) {
  console.log('Skipped: redis-server is not installed; apt-get install redis-server')
  process.exit(0)
}
const folder = await mkdtemp(path.join(tmpdir(), 'but-phe-nodes-'))
const postgres = await startEmbedded(folder)
const redis = await startRedis()
const database = connect(postgres.url, () => {})
try {
  await migrate(postgres.ownerUrl, process.cwd(), postgres.programRole)
  console.log(`${DRAFTS} drafts, ${PEOPLE} people each, ${RATE} keys/s each: ${DRAFTS * PEOPLE * RATE} keys/s\n`)
  console.log('| nodes | processor a key, all nodes | × one node | Redis traffic a key | p50 to another person | p99 |')
  console.log('|---|---|---|---|---|---|')
  let alone = 0
  for (const count of [1, 2, 3]) {
    const { cpuMicros, redisBytes, p50, p99 } = await measure(count)
    alone ||= cpuMicros
    const ratio = (cpuMicros / alone).toFixed(2)
    console.log(
      `| ${count} | ${cpuMicros.toFixed(0)} µs | ${ratio} | ${redisBytes.toFixed(0)} B | ${p50.toFixed(1)} ms | ${p99.toFixed(1)} ms |`,
    )
  }
} finally {
  await database.pool.end()
  await redis.stop()
  await postgres.stop()
  await rm(folder, { recursive: true, force: true })
}

async function measure(count: number) {
  const nodes = await Promise.all(Array.from({ length: count }, startNode))
  try {
    const drafts = await makeDrafts()
    const rooms = await Promise.all(
      drafts.map((draft) =>
        Promise.all(
          Array.from({ length: PEOPLE }, (_, i) =>
            RawClient.open(`ws://127.0.0.1:${nodes[i % count]?.port}/collab`, draft, randomUUID()),
          ),
        ),
      ),
    )
    await typeFor(rooms, WARM_UP)
    const [cpu, traffic] = [await cpuSeconds(nodes), await redisTraffic(redis.port)]
    const { keys, delays } = await typeFor(rooms, SECONDS)
    const micros = (1e6 * ((await cpuSeconds(nodes)) - cpu)) / keys
    const bytes = ((await redisTraffic(redis.port)) - traffic) / keys
    for (const room of rooms) for (const client of room) client.close()
    delays.sort((a, b) => a - b)
    const at = (share: number) => delays[Math.floor(share * (delays.length - 1))] ?? Number.NaN
    return { cpuMicros: micros, redisBytes: bytes, p50: at(0.5), p99: at(0.99) }
  } finally {
    await Promise.all(nodes.map(stopNode))
  }
}

/** Everybody types at their own pace; how long the last person's letters of each draft take to the first one is noted. */
async function typeFor(rooms: RawClient[][], seconds: number): Promise<{ keys: number; delays: number[] }> {
  const delays: number[] = []
  const watches = rooms.flatMap(([near, ...others]) => {
    const far = others.at(-1)
    return near && far ? [watchLetters(near, far, delays)] : []
  })
  const typists = rooms.flat().map((client) => ({ client, due: performance.now() + Math.random() * (1000 / RATE) }))
  let keys = 0
  for (const end = performance.now() + 1000 * seconds; performance.now() < end; await sleep(1)) {
    for (const typist of typists) {
      if (typist.due > performance.now()) continue
      typist.due += (1000 / RATE) * (0.5 + Math.random())
      typist.client.type('a')
      keys++
    }
  }
  await until('everything is stored', () => rooms.flat().every((client) => client.lastStored === client.sent))
  for (const watch of watches) watch.stop()
  return { keys, delays }
}

function watchLetters(near: RawClient, far: RawClient, delays: number[]) {
  const known = (client: RawClient) => Y.getState(client.doc.store, far.doc.clientID)
  const written: number[] = []
  const first = known(far)
  const writing = () => {
    while (written.length < known(far) - first) written.push(performance.now())
  }
  let heard = 0
  const hearing = () => {
    for (const now = performance.now(); heard < known(near) - first; heard++) delays.push(now - (written[heard] ?? now))
  }
  far.doc.on('update', writing)
  near.doc.on('update', hearing)
  return {
    stop() {
      far.doc.off('update', writing)
      near.doc.off('update', hearing)
    },
  }
}

async function makeDrafts(): Promise<string[]> {
  const collaboration = createCollaboration({
    pool: database.pool,
    log: pino({ level: 'silent' }),
    authoriser: { admit: async () => ({ refused: 'notSignedIn' }), rightOf: async () => 'none' },
    schemaVersion: SCHEMA_VERSION,
    squash: squashHere,
  })
  const drafts = Array.from({ length: DRAFTS }, () => randomUUID())
  for (const draft of drafts)
    await collaboration.seed(database.pool, draft, seedOf('chữ '.repeat(CHARACTERS / 4)), null)
  await collaboration.drain()
  return drafts
}

async function startNode(): Promise<Node> {
  const port = await freePort()
  const child = spawn(process.execPath, ['--import', 'tsx', 'tests/integration/collab/server-process.ts'], {
    env: { ...process.env, DATABASE_URL: postgres.url, PORT: String(port), REDIS_URL: redis.url },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await new Promise((resolve) => child.stdout?.once('data', resolve))
  return { port, process: child }
}

async function stopNode({ process: child }: Node): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await gone
}

/** User and system time of all nodes. */
async function cpuSeconds(nodes: Node[]): Promise<number> {
  let ticks = 0
  for (const node of nodes) {
    const stat = await readFile(`/proc/${node.process.pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    ticks += Number(fields[11]) + Number(fields[12])
  }
  return ticks / TICKS_PER_SECOND
}

/** Bytes Redis has received and sent since it was started. */
async function redisTraffic(port: number): Promise<number> {
  const info = await new Promise<string>((resolve, reject) => {
    const socket = connectTo(port, '127.0.0.1', () => socket.end('INFO stats\r\n'))
    let text = ''
    socket.on('data', (part) => (text += part.toString()))
    socket.on('close', () => resolve(text))
    socket.on('error', reject)
  })
  const of = (name: string) => Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1])
  return of('total_net_input_bytes') + of('total_net_output_bytes')
}
