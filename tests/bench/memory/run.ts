/**
 * `npm run bench:memory`: the product as `npm start` runs it, its own Postgres included, while people write and look at
 * pages. Prints the sum of PSS of all processes five minutes after three people with 48 pages and large tables have left,
 * and the peak while ten drafts of a hundred pages are typed at once.
 *   MINUTES=60       how long the three write (less is a shorter look at the same)
 *   REST_MINUTES=5   how long after they left
 *   BURST_MINUTES=2  how long the ten write
 * Linux only: PSS is read from /proc.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { build } from '../../../server/prepare.js'
import { cell, documentOf, row, table } from '../../../src/lib/document/testing.ts'
import { HUNDRED_PAGES } from '../../fixtures/hundred-pages.ts'
import { memoryOf } from '../../tools/memory.ts'
import { Writer } from './writer.ts'

const root = path.resolve(import.meta.dirname, '../../..')
const minutes = (name: string, usual: number) => Number(process.env[name] ?? usual) * 60_000
const WRITE_MS = minutes('MINUTES', 60)
const REST_MS = minutes('REST_MINUTES', 5)
const BURST_MS = minutes('BURST_MINUTES', 2)
const PORT = process.env.PORT ?? '3977'
const url = `http://127.0.0.1:${PORT}`
/** People of the demonstration who may write. */
const WRITERS = ['mailt', 'anhnt', 'ngocht']

const blocks = HUNDRED_PAGES.body.content ?? []
const LARGE_TABLE = table(
  ...Array.from({ length: 200 }, (_, y) =>
    row(...Array.from({ length: 6 }, (_, x) => cell(`Dòng ${y}, cột ${x}: ${'số liệu '.repeat(3)}`))),
  ),
)
const LONG = documentOf('quyet-dinh', [...blocks.slice(0, Math.round(blocks.length * 0.44)), LARGE_TABLE, LARGE_TABLE])

build()
const folder = await mkdtemp(path.join(tmpdir(), 'but-phe-memory-'))
const server = await start()
try {
  const quiet = await measure()
  process.stdout.write(`after the start: ${quiet} MB\n`)

  const three = await Promise.all(WRITERS.map((name) => Writer.open(url, name, LONG)))
  await write(three, WRITE_MS)
  const busy = await measure()
  await Promise.all(three.map((writer) => writer.leave()))
  process.stdout.write(`three people, 48 pages and large tables: ${busy} MB when they left\n`)
  await sleep(REST_MS)
  const rest = await measure()
  process.stdout.write(`${REST_MS / 60_000} minutes later: ${rest} MB\n`)

  let peak = 0
  const watching = setInterval(() => void measure().then((mb) => (peak = Math.max(peak, mb))), 500)
  const ten = await Promise.all(
    Array.from({ length: 10 }, (_, n) => Writer.open(url, WRITERS[n % WRITERS.length] ?? '', HUNDRED_PAGES)),
  )
  await write(ten, BURST_MS)
  clearInterval(watching)
  await Promise.all(ten.map((writer) => writer.leave()))
  const refused = [...three, ...ten].flatMap((writer) => writer.refused)
  process.stdout.write(`pages that could not be shown: ${refused.length} times ${[...new Set(refused)].join(', ')}\n`)
  process.stdout.write(`memory: ${rest} MB at rest, ${peak} MB with ten drafts of 100 pages\n`)
  process.exitCode = rest <= 400 && peak <= 1_200 ? 0 : 1
} finally {
  server.kill('SIGTERM')
  await once(server, 'exit')
  await rm(folder, { recursive: true, force: true })
}

async function write(writers: readonly Writer[], ms: number): Promise<void> {
  const until = Date.now() + ms
  await Promise.all(writers.map((writer) => writer.writeAndLook(until)))
}

/** As `npm start` does, flags and environment included. */
async function start(): Promise<ChildProcess> {
  const { scripts } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'))
  const words: string[] = scripts.start.split(' ')
  const at = words.indexOf('node')
  const settings = Object.fromEntries(words.slice(0, at).map((word) => word.split('=')))
  const child = spawn(process.execPath, words.slice(at + 1), {
    cwd: root,
    env: { ...process.env, ...settings, PORT, DATA_DIR: folder, DATABASE_URL: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  for await (const part of child.stdout) {
    said += String(part)
    if (said.includes('Ready: ')) break
  }
  child.stdout.resume()
  return child
}

async function measure(): Promise<number> {
  return Math.round((await memoryOf(server.pid ?? 0)) / 2 ** 20)
}
