/** Moments between two states: a draft that is being loaded, a right that changes, a deletion that is still judged. */
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
  node = await office.startNode({ pool: far.pool })
})
afterEach(() => {
  line.release()
  for (const client of clients.splice(0)) client.socket.terminate()
})
afterAll(async () => {
  await node.collaboration.drain()
  await far.pool.end()
  await line.close()
  await office.close()
})

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

function join(draft: string, more: { person?: string; doc?: Y.Doc } = {}): RawClient {
  const client = new RawClient(node.url, draft, more.person ?? randomUUID(), more.doc ? { doc: more.doc } : {})
  clients.push(client)
  return client
}

async function open(draft: string, more: { person?: string; doc?: Y.Doc } = {}): Promise<RawClient> {
  const client = join(draft, more)
  await client.opened()
  client.sendSync(SYNC.step1, Y.encodeStateVector(client.doc))
  await until('it is in step', () => client.synced)
  return client
}

const wordsOnDisk = async (draft: string) => (await office.onDisk(draft)).getText('t').toString()

/** A draft whose field two people wrote over each other; what lost, Yjs deletes in every copy, and no update says so. */
async function draftWrittenOver(): Promise<{ draft: string; copy: Y.Doc; lost: Uint8Array }> {
  const draft = await office.draft('Căn cứ')
  const base = Y.encodeStateAsUpdate(await office.onDisk(draft))
  const [low, high] = [1, 2].map((clientID) => {
    const doc = new Y.Doc()
    doc.clientID = clientID
    Y.applyUpdate(doc, base)
    doc.getMap('fields').set('urgency', clientID)
    return doc
  }) as [Y.Doc, Y.Doc]
  for (const doc of [low, high]) {
    const writer = await open(draft, { doc })
    await until('it is stored', () => writer.lastStored === writer.sent)
    writer.close()
  }
  const copy = new Y.Doc()
  for (const doc of [low, high]) Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
  // Version 1: no structs; one client, number 1, one range, clock 0, length 1.
  return { draft, copy, lost: Uint8Array.of(0, 1, 1, 1, 0, 1) }
}

function reader(draft: string): string {
  const person = randomUUID()
  office.rights.set(person, draft, 'read')
  return person
}

test('GUARD-1: whose right ends while the draft is being loaded writes nothing, also when they do not go', async () => {
  const draft = await office.draft('Căn cứ')
  const person = randomUUID()
  line.hold()
  const client = join(draft, { person })
  await client.opened()
  client.socket.pause() // does not hear that it is to go
  office.rights.set(person, draft, 'none')
  node.collaboration.rightsChanged({ draftId: draft })
  await pause(50)
  line.release()
  const watching = await open(draft)
  client.doc.getText('t').insert(0, 'lén ')
  client.sendSync(SYNC.step2, Y.encodeStateAsUpdate(client.doc))
  client.sendPresence(7, 1, {})
  await pause(150)
  expect(watching.words).toBe('Căn cứ')
  expect(watching.presence.has(7)).toBe(false)
  expect(await wordsOnDisk(draft)).toBe('Căn cứ')
})

test('G-2: what Yjs deleted by itself is no edit of a reader, in an answer to step 1 nor in a question', async () => {
  const { draft, copy, lost } = await draftWrittenOver()
  const answering = await open(draft, { person: reader(draft), doc: copy })
  await until('its step 2 is confirmed', () => answering.lastStored === 1)

  const other = await draftWrittenOver()
  const asking = join(other.draft, { person: reader(other.draft) })
  asking.quiet = true // as the product's own page: it keeps its step 2 back while it may not write
  await asking.opened()
  asking.quiet = false
  asking.sendSync(SYNC.update, lost)
  await until('its question is answered', () => asking.lastStored === 1 || asking.closed !== null)
  expect(asking.closed).toBeNull()
})

test('G-2: a deletion of a reader’s own is refused, also as an answer to step 1', async () => {
  const { draft, copy } = await draftWrittenOver()
  copy.getText('t').delete(0, 3)
  const client = await open(draft, { person: reader(draft), doc: copy })
  expect(await client.closedWith()).toBe(CLOSE.notAllowed.code)
  expect(client.lastStored).toBe(0)
  expect(await wordsOnDisk(draft)).toBe('Căn cứ')
})

test('S-2: a reader’s deletion that a writer makes, too, is confirmed when that one is on disk', async () => {
  const draft = await office.draft('Căn cứ')
  const [writer, other] = [await open(draft), await open(draft)]
  await until('both are confirmed', () => writer.lastStored === 1 && other.lastStored === 1)
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(writer.doc))
  copy.getText('t').delete(0, 3)
  line.hold()
  const client = await open(draft, { person: reader(draft), doc: copy })
  writer.edit((doc) => doc.getText('t').delete(0, 3))
  await until('the others see it', () => other.words === ' cứ')
  await pause(2_500) // a compaction has judged it
  expect([client.lastStored, client.closed]).toEqual([0, null])
  line.release()
  await until('both are confirmed', () => client.lastStored === 1 && writer.lastStored === writer.sent)
  expect(await wordsOnDisk(draft)).toBe(' cứ')
})

test('G-3a: who may write before a deletion is judged is not turned away for it', async () => {
  const draft = await office.draft('Căn cứ')
  const person = reader(draft)
  const copy = await office.onDisk(draft)
  copy.getText('t').delete(0, 3)
  const client = join(draft, { person, doc: copy })
  client.quiet = true // answers late
  await client.opened()
  client.sendSync(SYNC.step2, Y.encodeStateAsUpdate(copy))
  await pause(20)
  office.rights.set(person, draft, 'write')
  node.collaboration.rightsChanged({ draftId: draft })
  await pause(2_500) // time for a compaction
  client.quiet = false
  expect(client.closed).toBeNull()
  client.sendSync(SYNC.step2, Y.encodeStateAsUpdate(copy))
  await until('both are confirmed', () => client.lastStored === 2)
  expect(await wordsOnDisk(draft)).toBe(' cứ')
})
