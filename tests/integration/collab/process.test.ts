import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CLOSE } from '../../../src/lib/collab/close.ts'
import { bundled } from '../../tools/programs.ts'
import { type Office, openOffice, until } from './office.ts'
import { freePort, RawClient } from './raw-client.ts'

const server = await bundled('tests/integration/collab/server-process.ts')
let office: Office
let port: number
let child: ChildProcess | undefined
beforeAll(async () => {
  office = await openOffice()
  port = await freePort()
})
afterAll(async () => {
  child?.kill('SIGKILL')
  await office.close()
})

async function start(): Promise<ChildProcess> {
  const started = spawn(process.execPath, [server], {
    env: { ...process.env, DATABASE_URL: office.database.url, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  child = started
  await new Promise((resolve) => started.stdout?.once('data', resolve))
  return started
}
const gone = (process: ChildProcess) => new Promise((resolve) => process.once('exit', resolve))

test('SAVE-2: kill -9 at any moment loses nothing that was confirmed, and a return brings back the rest', async () => {
  const drafts = [await office.draft(''), await office.draft('')]
  const authors = drafts.flatMap((draft) =>
    [0, 1].map(() => office.client(draft, randomUUID(), { url: url(), connect: false })),
  )
  for (let round = 0; round < 4; round++) {
    const server = await start()
    const raw = await Promise.all(drafts.map((draft) => RawClient.open(url(), draft, randomUUID())))
    for (const { provider } of authors) provider.connect()
    await until('everybody is in step', () => authors.every(({ provider }) => provider.synced), 10_000)
    const confirmed = drafts.map(() => 0)
    const typed = drafts.map(() => '')
    const typing = setInterval(() => {
      for (const { text } of authors) text.insert(text.length, 'x')
      raw.forEach((client, i) => {
        const letter = String.fromCharCode(97 + (client.sent % 26))
        typed[i] += letter
        client.edit((doc) => doc.getText(`raw ${round}`).insert(doc.getText(`raw ${round}`).length, letter))
        confirmed[i] = client.lastStored
      })
    }, 2)
    await until('something of each is confirmed', () => raw.every((client) => client.lastStored > 1), 10_000)
    await new Promise((resolve) => setTimeout(resolve, 60 * round))
    server.kill('SIGKILL')
    await gone(server)
    clearInterval(typing)
    for (const [i, client] of raw.entries()) {
      await client.closedWith()
      const onDisk = (await office.onDisk(drafts[i] as string)).getText(`raw ${round}`).toString()
      // The first sync message was the step 2, then one letter each.
      expect(onDisk.length).toBeGreaterThanOrEqual(client.lastStored - 1)
      expect(typed[i]?.startsWith(onDisk)).toBe(true)
      expect(client.lastStored).toBeGreaterThan(1)
    }
  }
  await start()
  for (const [i, draft] of drafts.entries()) {
    const own = authors.slice(2 * i, 2 * i + 2)
    await until(
      'the authors have come back and all they wrote is on disk',
      async () => {
        const onDisk = (await office.onDisk(draft)).getText('t').toString()
        return own.every(({ provider, text }) => provider.synced && text.toString() === onDisk)
      },
      10_000,
    )
  }
}, 60_000)

test('SAVE-3: SIGTERM stores what is unsaved, confirms it, and ends within 10 s', async () => {
  child?.kill('SIGKILL')
  const server = await start()
  const draft = await office.draft('')
  const author = await RawClient.open(url(), draft, randomUUID())
  for (let i = 0; i < 200; i++) author.type(String(i % 10))
  await until('the server has heard the first', () => author.lastStored > 0)
  const began = Date.now()
  server.kill('SIGTERM')
  expect(await author.closedWith()).toBe(CLOSE.stopping.code)
  await gone(server)
  expect(Date.now() - began).toBeLessThan(10_000)
  const onDisk = (await office.onDisk(draft)).getText('t').toString()
  expect(onDisk.length).toBe(author.lastStored - 1)
}, 30_000)

function url(): string {
  return `ws://127.0.0.1:${port}/collab`
}
