import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import * as Y from 'yjs'
import { connect, type Connection } from '../../../server/database/connect.ts'
import { CLOSE } from '../../../src/lib/collab/close.ts'
import { SYNC } from '../../../src/lib/collab/protocol.ts'
import { type Office, openOffice, until } from './office.ts'
import { type Line, lineToDatabase } from './proxy.ts'
import { RawClient } from './raw-client.ts'

let office: Office
let node: Awaited<ReturnType<Office['startNode']>>
let line: Line
let far: Connection
const clients: RawClient[] = []

beforeAll(async () => {
  office = await openOffice()
  const database = await lineToDatabase(office.database.url)
  line = database.line
  far = connect(database.url, () => {})
  node = await office.startNode({
    pool: far.pool,
    limits: { commitMs: 400, loadMs: 1_500, lingerMs: 100, unsavedRoomBytes: 3_000, drainMs: 2_000 },
  })
})
afterEach(() => {
  line.mend()
  line.release()
  for (const client of clients.splice(0)) client.close()
})
afterAll(async () => {
  await node.collaboration.drain()
  await far.pool.end()
  await line.close()
  await office.close()
})

async function open(draft: string, person: string = randomUUID()): Promise<RawClient> {
  const client = await RawClient.open(node.url, draft, person)
  clients.push(client)
  return client
}
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const wordsOnDisk = async (draft: string) => (await office.onDisk(draft)).getText('t').toString()
async function rowsOf(draft: string): Promise<number> {
  const { rows } = await office.database.pool.query<{ n: number }>(
    'select count(*)::int n from text_updates where draft_id = $1',
    [draft],
  )
  return rows[0]?.n ?? 0
}

test('SAVE-1: an edit is shown to others at once, and confirmed only when it is on disk', async () => {
  const draft = await office.draft('')
  const [author, reader] = [await open(draft), await open(draft)]
  author.type('a')
  await until('the first is confirmed', () => author.lastStored === author.sent)
  line.hold()
  author.type('b')
  await until('the other sees it', () => reader.words === 'ab')
  await pause(150)
  expect(author.lastStored).toBe(author.sent - 1)
  line.release()
  await until('it is confirmed', () => author.lastStored === author.sent)
  expect(await wordsOnDisk(draft)).toBe('ab')
})

test('SAVE-1: deletions count, although they move no state vector', async () => {
  const draft = await office.draft('Căn cứ')
  const author = await open(draft)
  author.edit((doc) => doc.getText('t').delete(0, 4))
  await until('it is confirmed', () => author.lastStored === author.sent)
  expect(await wordsOnDisk(draft)).toBe('cứ')
})

test('SAVE-1: who repeats an edit that is still on its way is not told that it is on disk', async () => {
  const draft = await office.draft('')
  const [author, reader] = [await open(draft), await open(draft)]
  await until('both are confirmed', () => author.lastStored === 1 && reader.lastStored === 1)
  line.hold()
  author.type('a')
  await until('the other sees it', () => reader.words === 'a')
  reader.sendSync(SYNC.step2, Y.encodeStateAsUpdate(reader.doc))
  await pause(100)
  expect(reader.lastStored).toBe(1)
  line.release()
  await until('both are confirmed', () => author.lastStored === 2 && reader.lastStored === 2)
})

test('SAVE-1: a commit whose answer is lost is looked for and not written twice', async () => {
  const draft = await office.draft('')
  const author = await open(draft)
  author.type('a')
  await until('the first is confirmed', () => author.lastStored === author.sent)
  const before = await rowsOf(draft)
  line.holdAnswers()
  author.type('b')
  await until('it is on disk, and nobody knows', async () => (await wordsOnDisk(draft)) === 'ab')
  expect(author.lastStored).toBe(author.sent - 1)
  line.cut()
  line.release()
  await pause(100)
  line.mend()
  await until('it is confirmed', () => author.lastStored === author.sent)
  expect(await rowsOf(draft)).toBe(before + 1)
})

test('SAVE-2: a database that is away for a while costs nothing; edits wait, then are confirmed in order', async () => {
  const draft = await office.draft('')
  const [author, reader] = [await open(draft), await open(draft)]
  line.cut()
  for (const letter of 'abcdef') {
    author.type(letter)
    await pause(30)
  }
  await until('the other sees all of it', () => reader.words === 'abcdef')
  expect(author.lastStored).toBeLessThan(author.sent)
  line.mend()
  await until('all is confirmed', () => author.lastStored === author.sent)
  expect(author.stored).toEqual([...author.stored].sort((a, b) => a - b))
  expect(await wordsOnDisk(draft)).toBe('abcdef')
})

test('SAVE-2: when too much waits for the database the sender is let go, and brings its edits again', async () => {
  const draft = await office.draft('')
  const person = randomUUID()
  const author = await open(draft, person)
  line.cut()
  for (let i = 0; i < 400 && author.closed === null; i++) {
    author.type('0123456789')
    await pause(1)
  }
  expect(await author.closedWith()).toBe(CLOSE.storeUnavailable.code)
  // The stock client comes back by itself until it is let in.
  const again = office.client(draft, person, { url: node.url, connect: false })
  Y.applyUpdate(again.doc, Y.encodeStateAsUpdate(author.doc))
  again.provider.connect()
  await pause(100)
  line.mend()
  await until('everything is on disk', async () => (await wordsOnDisk(draft)) === author.words, 10_000)
  again.provider.destroy()
})

test('S-3: after a reconnection the answer to step 1 is confirmed once all the client had is on disk', async () => {
  const draft = await office.draft('')
  const person = randomUUID()
  const author = await open(draft, person)
  line.hold()
  author.type('a')
  await pause(50)
  author.socket.terminate()
  author.doc.getText('t').insert(1, 'b') // offline
  const again = new RawClient(node.url, draft, person)
  clients.push(again)
  Y.applyUpdate(again.doc, Y.encodeStateAsUpdate(author.doc))
  line.release()
  await again.opened()
  again.sendSync(SYNC.step1, Y.encodeStateVector(again.doc))
  await until('its step 2 is confirmed', () => again.lastStored === 1)
  expect(await wordsOnDisk(draft)).toBe('ab')
})

test('SAVE-3: opening, reading and leaving writes nothing, however often', async () => {
  const draft = await office.draft('Căn cứ')
  for (let i = 0; i < 3; i++) {
    const client = office.client(draft, randomUUID(), { url: node.url })
    await until('it is in step', () => client.provider.synced)
    client.provider.destroy()
    await pause(10)
  }
  expect(await rowsOf(draft)).toBe(1)
})

test('SAVE-3: nothing is answered before the draft is loaded: no empty page for a full one', async () => {
  const draft = await office.draft('Căn cứ Luật')
  const other = await office.draft('')
  await open(other) // the session is known, only the load is slow
  line.hold()
  const client = new RawClient(node.url, draft, randomUUID())
  clients.push(client)
  await client.opened()
  client.sendSync(SYNC.step1, Y.encodeStateVector(client.doc))
  await pause(300)
  expect(client.frames).toEqual([])
  line.release()
  await until('it is in step', () => client.synced)
  expect(client.words).toBe('Căn cứ Luật')
})

test('SAVE-3: a load that fails closes with its own code, and the next one succeeds', async () => {
  const draft = await office.draft('Căn cứ')
  line.cut()
  const client = new RawClient(node.url, draft, randomUUID())
  expect(await client.closedWith()).toBe(CLOSE.storeUnavailable.code)
  line.mend()
  expect(node.collaboration.stats().connections).toBe(0)
  expect((await open(draft)).words).toBe('Căn cứ')
})

test('SAVE-3: whoever leaves while it loads leaves nothing behind', async () => {
  await until('nothing is open', () => node.collaboration.stats().rooms === 0)
  const draft = await office.draft('Căn cứ')
  line.hold()
  const client = new RawClient(node.url, draft, randomUUID())
  await client.opened()
  client.socket.terminate()
  await pause(50)
  expect(node.collaboration.stats().rooms).toBe(1)
  line.release()
  await until('nothing is open', () => node.collaboration.stats().rooms === 0)
  expect((await open(draft)).words).toBe('Căn cứ')
})

test('SAVE-3: a draft with unsaved edits stays in memory until they are stored, and who returns finds them', async () => {
  const draft = await office.draft('')
  const author = await open(draft)
  line.cut()
  author.type('unsaved')
  await pause(30)
  author.socket.terminate()
  await pause(1_500) // longer than an idle draft is kept
  expect(node.collaboration.stats().rooms).toBe(1)
  expect(node.collaboration.stats().unsaved).toBe(1)
  const back = await open(draft)
  expect(back.words).toBe('unsaved')
  back.type('!')
  line.mend()
  await until('all is stored', () => back.lastStored === back.sent)
  expect(await wordsOnDisk(draft)).toBe('unsaved!')
  back.socket.terminate()
  await until('nothing is open', () => node.collaboration.stats().rooms === 0)
})

test('SAVE-3: opening costs what the text costs: a session is squashed into the snapshot when it ends', async () => {
  const draft = await office.draft('')
  const author = await open(draft)
  for (let i = 0; i < 50; i++) author.type(String(i % 10))
  await until('all is stored', () => author.lastStored === author.sent)
  author.close()
  await until('nothing is open', () => node.collaboration.stats().rooms === 0)
  const { rows } = await office.database.pool.query<{ position: number; head: number; size: number }>(
    `select s.position::int position, h.head::int head, octet_length(s.state) size
     from text_snapshots s join text_heads h using (draft_id) where draft_id = $1`,
    [draft],
  )
  expect(rows[0]?.position).toBe(rows[0]?.head)
  expect(rows[0]?.size).toBeLessThan(100)
  expect((await open(draft)).words).toBe('0123456789'.repeat(5))
})

test('S-3a: what is sent before the answer to step 1 is not confirmed before that answer is on disk', async () => {
  const draft = await office.draft('')
  const offline = new Y.Doc()
  offline.getText('t').insert(0, 'offline')
  const client = new RawClient(node.url, draft, randomUUID())
  clients.push(client)
  client.quiet = true
  await client.opened()
  const vector = Y.encodeStateVector(offline)
  offline.getText('t').insert(7, '!')
  client.sendSync(SYNC.update, Y.encodeStateAsUpdate(offline, vector))
  await pause(150)
  expect(await rowsOf(draft)).toBe(1)
  client.quiet = false
  client.sendSync(SYNC.step2, Y.encodeStateAsUpdate(offline))
  await until('both are confirmed', () => client.lastStored === 2)
  expect(await wordsOnDisk(draft)).toBe('offline!')
})
