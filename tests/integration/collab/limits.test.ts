import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as Y from 'yjs'
import { LIMITS } from '../../../server/collab/limits.ts'
import { CLOSE } from '../../../src/lib/collab/close.ts'
import { SYNC } from '../../../src/lib/collab/protocol.ts'
import { type Office, openOffice, until } from './office.ts'
import { RawClient } from './raw-client.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice({
    limits: {
      frameBytes: 200_000,
      documentBytes: 100_000,
      messageBurst: 300,
      messagesPerSecond: 50,
      bufferedBytes: 300_000,
      connectionsPerPerson: 3,
    },
  })
})
afterAll(() => office.close())

test('IN-1: a frame above the limit closes with its own code, and nothing of it is taken', async () => {
  const draft = await office.draft('Căn cứ')
  const client = await RawClient.open(office.url, draft, randomUUID())
  client.type('x'.repeat(250_000))
  expect(await client.closedWith()).toBe(CLOSE.frameTooLarge.code)
  expect((await office.onDisk(draft)).getText('t').toString()).toBe('Căn cứ')
})

test('IN-1: a draft does not grow beyond its limit', async () => {
  const draft = await office.draft('')
  const client = await RawClient.open(office.url, draft, randomUUID())
  client.type('x'.repeat(90_000))
  await until('that much is taken', () => client.lastStored === client.sent)
  client.type('x'.repeat(20_000))
  expect(await client.closedWith()).toBe(CLOSE.documentTooLarge.code)
  expect((await office.onDisk(draft)).getText('t').length).toBe(90_000)
})

test('BUDGET-1: the texts that one person has open are bounded together; another person still opens theirs', async () => {
  const node = await office.startNode({ limits: { openBytesPerPerson: 200_000 } })
  const drafts = await Promise.all(Array.from({ length: 3 }, () => office.draft('x'.repeat(90_000))))
  const [first = '', second = '', third = ''] = drafts
  const person = randomUUID()
  const open = [await RawClient.open(node.url, first, person), await RawClient.open(node.url, second, person)]
  const more = await RawClient.open(node.url, third, person)
  expect(await more.closedWith()).toBe(CLOSE.tooManyConnections.code)
  expect(node.collaboration.stats().rooms).toBe(2) // what nobody may have open is not kept
  const again = await RawClient.open(node.url, first, person) // a second tab of one that is open costs nothing
  await until('it has the text', () => again.words.length === 90_000)
  const other = await RawClient.open(node.url, third, randomUUID())
  await until('it has the text', () => other.words.length === 90_000)
  open[1]?.close()
  await until('its place is free', async () => {
    const later = await RawClient.open(node.url, third, person)
    await until('it is answered', () => later.words.length > 0 || later.closed !== null)
    return later.closed === null
  })
})

test('IN-1: a paste of megabytes is taken; one that can never fit is refused for good, never put off', async () => {
  const node = await office.startNode({ limits: {} }) // the product's own
  const draft = await office.draft('')
  const client = await RawClient.open(node.url, draft, randomUUID())
  client.type('x'.repeat(LIMITS.unsavedRoomBytes + 2_000_000))
  await until('it is confirmed', () => client.lastStored === client.sent || client.closed !== null, 15_000)
  expect(client.closed).toBeNull()
  const length = client.words.length
  client.type('y'.repeat(LIMITS.documentBytes - 4_000_000))
  expect(await client.closedWith()).toBe(CLOSE.documentTooLarge.code)
  const again = await RawClient.open(node.url, draft, randomUUID())
  again.type('z'.repeat(LIMITS.frameBytes + 1))
  expect(await again.closedWith()).toBe(CLOSE.frameTooLarge.code)
  expect((await office.onDisk(draft)).getText('t').length).toBe(length)
  for (const { retry } of [CLOSE.documentTooLarge, CLOSE.frameTooLarge]) expect(retry).toBe(false)
}, 60_000)

test('IN-1: a draft does not grow beyond the lines that a page can draw, however they come', async () => {
  const node = await office.startNode({ limits: {} })
  const draft = await office.draft('')
  const client = await RawClient.open(node.url, draft, randomUUID())
  for (let times = 0; times < 12 && client.closed === null; times++) {
    client.edit((doc) => doc.getXmlFragment('body').insert(0, lines(10_000)))
    await until('it is answered', () => client.lastStored === client.sent || client.closed !== null, 15_000)
  }
  expect(await client.closedWith()).toBe(CLOSE.documentTooLarge.code)
  expect((await office.onDisk(draft)).getXmlFragment('body').length).toBe(100_000)
}, 60_000)

const lines = (count: number) => Array.from({ length: count }, () => new Y.XmlElement('textblock'))

test('IN-1: a client that floods is stopped, and what was confirmed of it stands', async () => {
  const draft = await office.draft('')
  const client = await RawClient.open(office.url, draft, randomUUID())
  for (let i = 0; i < 600; i++) client.type('x')
  expect(await client.closedWith()).toBe(CLOSE.tooFast.code)
  const stored = async () => (await office.onDisk(draft)).getText('t').length
  await until('what was taken is on disk', async () => (await stored()) > 200)
  await until('nothing waits', () => office.collaboration.stats().unsaved === 0)
  expect(await stored()).toBeGreaterThanOrEqual(client.lastStored - 1) // its step 2 counts, too
  expect(await stored()).toBeLessThan(400)
})

test('IN-1: one person may not open connections without end', async () => {
  const draft = await office.draft('')
  const person = randomUUID()
  const open = await Promise.all([1, 2, 3].map(() => RawClient.open(office.url, draft, person)))
  const fourth = new RawClient(office.url, draft, person)
  expect(await fourth.closedWith()).toBe(CLOSE.tooManyConnections.code)
  open[0]?.close()
  await until('one has gone', () => open[0]?.closed !== null)
  await until('there is room again', async () => {
    const client = await RawClient.open(office.url, draft, person)
    client.close()
    return client.closed === null || client.closed.code === 1005
  })
  for (const client of open) client.close()
})

test('IN-1: nor many at the same moment', async () => {
  const draft = await office.draft('')
  const person = randomUUID()
  const clients = Array.from({ length: 100 }, () => new RawClient(office.url, draft, person))
  const isRefused = (client: RawClient) => client.closed?.code === CLOSE.tooManyConnections.code
  await until('all but three are refused', () => clients.filter(isRefused).length >= 97, 15_000)
  await Promise.all(clients.filter((client) => !isRefused(client)).map((client) => client.opened()))
  expect(clients.filter(isRefused)).toHaveLength(97)
  for (const client of clients) client.close()
})

test('IN-1: a client that does not read is cut off with its own code; the others do not notice', async () => {
  const node = await office.startNode({ limits: { bufferedBytes: 300_000, documentBytes: 50e6 } })
  const draft = await office.draft('')
  const [slow, writer, reader] = await Promise.all([1, 2, 3].map(() => RawClient.open(node.url, draft, randomUUID())))
  if (!slow || !writer || !reader) throw new Error('no clients')
  slow.socket.pause()
  // Enough to fill the kernel's own buffers, too.
  for (let i = 1; i <= 100; i++) {
    writer.type('x'.repeat(150_000))
    await until('it is stored', () => writer.lastStored === writer.sent)
  }
  await until('the reader has it', () => reader.words.length === writer.words.length)
  await new Promise((resolve) => setTimeout(resolve, 100))
  slow.socket.resume()
  expect(await slow.closedWith()).toBe(CLOSE.tooSlow.code)
  expect(reader.closed).toBeNull()
  writer.close()
  reader.close()
}, 60_000)

test('IN-1: who asks for the text again and again without reading it is cut off', async () => {
  const draft = await office.draft('')
  const writer = await RawClient.open(office.url, draft, randomUUID())
  writer.type('x'.repeat(95_000))
  await until('it is stored', () => writer.lastStored === writer.sent)
  const asking = new RawClient(office.url, draft, randomUUID())
  await asking.opened()
  asking.socket.pause()
  for (let i = 0; i < 250; i++) asking.sendSync(SYNC.step1, Uint8Array.of(0))
  await new Promise((resolve) => setTimeout(resolve, 500))
  asking.socket.resume()
  expect(await asking.closedWith()).toBe(CLOSE.tooSlow.code)
  writer.close()
})

test.each([
  ['an unknown message', Buffer.from([77, 1, 2])],
  ['an empty frame', Buffer.alloc(0)],
  ['a sync message of no kind', Buffer.from([0, 9, 0])],
  ['an update that ends too early', Buffer.from([0, 2, 40, 1, 1])],
  ['bytes after the message', Buffer.from([0, 0, 1, 0, 0])],
  ['a state vector that is none', Buffer.from([0, 0, 2, 5, 1])],
  ['an update of an unknown content', Buffer.from([0, 2, 9, 1, 1, 5, 0, 31, 1, 1, 116, 0])],
  ['text that is no UTF-8', Buffer.from([0, 2, 11, 1, 1, 5, 0, 4, 1, 1, 116, 1, 0xff, 0])],
  ['a deletion of nothing', Buffer.from([0, 2, 6, 0, 1, 5, 1, 0, 0])],
  ['a struct that refers to itself', Buffer.from([0, 2, 10, 1, 1, 5, 0, 0x84, 5, 0, 1, 97, 0])],
] as const)('IN-1: %s closes with badFrame', async (_, frame) => {
  const client = await RawClient.open(office.url, await office.draft(''), randomUUID())
  client.socket.send(frame)
  expect(await client.closedWith()).toBe(CLOSE.badFrame.code)
})

test('IN-1: text instead of bytes closes with badFrame', async () => {
  const client = await RawClient.open(office.url, await office.draft(''), randomUUID())
  client.socket.send('xin chào')
  expect(await client.closedWith()).toBe(CLOSE.badFrame.code)
  const other = await RawClient.open(office.url, await office.draft(''), randomUUID())
  other.sendSync(SYNC.update, Buffer.from([9]))
  expect(await other.closedWith()).toBe(CLOSE.badFrame.code)
})
