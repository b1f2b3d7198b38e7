import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { CLOSE } from '../../../src/lib/collab/close.ts'
import { collabUrl, testConnection } from '../../../src/lib/collab/reach.ts'
import { TailStore } from '../../../src/lib/collab/tail-store.ts'
import { freshDatabase } from '../setup/house.ts'
import { closeAll, connect, newDraft, ready, socketClass, textOf, type, until } from './house.ts'
import { RealServer } from './real-server.ts'

const house = await freshDatabase()
const server = new RealServer(house)
beforeAll(() => server.start())
afterEach(closeAll)
afterAll(async () => {
  await server.stop()
  await house.drop()
})

test('SAVE-1: what the browser calls saved is in Postgres', async () => {
  const draft = await server.newDraft('Căn cứ')
  const lan = connect(server.url, draft)
  await ready(lan)
  expect(textOf(lan.doc)).toBe('Căn cứ')
  for (let i = 1; i <= 50; i++) type(lan.doc, `Điều ${i}.`)
  expect(lan.unsaved).toBeGreaterThan(0)
  await until(() => lan.unsaved === 0)
  expect(textOf(await server.stored(draft))).toBe(textOf(lan.doc))
})

test('SAVE-1: deletions alone are confirmed only once they are in Postgres', async () => {
  const draft = await server.newDraft('Bỏ đi')
  const lan = connect(server.url, draft)
  await ready(lan)
  lan.doc.getXmlFragment('body').delete(0, 1)
  expect(lan.unsaved).toBe(1)
  await until(() => lan.unsaved === 0)
  expect(textOf(await server.stored(draft))).toBe('')
})

test('SAVE-3: opening a draft and reading it writes nothing', async () => {
  const draft = await server.newDraft('Căn cứ')
  const head = async () => (await house.pool.query('select head from text_heads where draft_id = $1', [draft])).rows
  const before = await head()
  const lan = connect(server.url, draft)
  await ready(lan)
  await pause(200)
  expect(lan.unsaved).toBe(0)
  expect(await head()).toEqual(before)
})

test('SAVE-2: edits made while the server was away are in Postgres after its return', async () => {
  const draft = await server.newDraft()
  const lan = connect(server.url, draft)
  await ready(lan)
  await server.stop()
  await until(() => lan.status.kind === 'offline')
  expect(lan.status).toMatchObject({ messageKey: CLOSE.stopping.message })
  type(lan.doc, 'gõ lúc máy chủ nghỉ')
  await server.start()
  await until(() => lan.unsaved === 0)
  expect(textOf(await server.stored(draft))).toBe('gõ lúc máy chủ nghỉ')
})

test('SAVE-2: edits of a closed tab come back with the next visit, are stored, and leave the browser', async () => {
  const draft = await server.newDraft('có sẵn')
  const lan = connect(server.url, draft)
  await ready(lan)
  await server.stop()
  await until(() => lan.status.kind === 'offline')
  lan.doc.getXmlFragment('body').delete(0, 1)
  type(lan.doc, 'chưa gửi')
  await pause(50)
  lan.destroy()
  await server.start()
  const again = connect(server.url, draft)
  await until(() => textOf(again.doc) === 'chưa gửi' && again.unsaved === 0)
  expect(textOf(await server.stored(draft))).toBe('chưa gửi')
})

test('SYNC-1: several people, cut off in turn, end equal', async () => {
  const draft = await server.newDraft()
  const people = ['lan', 'minh', 'hoa'].map((personId) => connect(server.url, draft, { personId }))
  for (const person of people) await ready(person)
  for (let round = 0; round < 6; round++) {
    people.forEach((person, i) => type(person.doc, `${round}.${i}`))
    people[round % people.length]?.reconnectNow()
    await pause(20)
  }
  await until(() => people.every((person) => person.unsaved === 0 && person.status.kind === 'live'))
  const stored = textOf(await server.stored(draft))
  expect(stored.split('\n').length).toBe(18)
  await until(() => people.every((person) => textOf(person.doc) === stored))
})

test('SYNC-1: a stock y-websocket provider and ours see each other', async () => {
  const draft = await server.newDraft()
  const lan = connect(server.url, draft)
  await ready(lan)
  const doc = new Y.Doc()
  const stock = new WebsocketProvider(collabUrl(server.url), draft, doc, {
    WebSocketPolyfill: socketClass,
    disableBc: true,
  })
  await until(() => stock.synced)
  type(lan.doc, 'từ ta')
  await until(() => textOf(doc) === 'từ ta')
  type(doc, 'từ họ')
  await until(() => textOf(lan.doc) === 'từ ta\ntừ họ')
  stock.awareness.setLocalStateField('user', { id: 'x', name: 'Giả danh', color: '#000' })
  await until(() => lan.peers.length === 1)
  expect(lan.peers[0]?.name).toBe('Lan') // the server says who it is
  stock.destroy()
  await until(() => lan.peers.length === 0)
})

test('GUARD-1: a right taken away reaches the page; edits the server would refuse are not sent, not lost', async () => {
  const draft = await server.newDraft('chung')
  const lan = connect(server.url, draft)
  await ready(lan)
  server.setRight(draft, 'comment')
  await until(() => lan.state.sentence.key === 'collab_read_only', 2_000)
  type(lan.doc, 'còn gõ dở') // what an input method still holds when the page turns read-only
  expect(lan.unsaved).toBe(1)
  await until(() => lan.stranded !== null)
  expect(lan.unsaved).toBe(0)
  expect(lan.stranded?.text).toBe('còn gõ dở')
  expect(textOf(lan.doc)).toBe('chung')
  expect(textOf(await server.stored(draft))).toBe('chung')
})

test('FRZ-1: freezing under the fingers: each edit is in the frozen text or with its author, none in both or neither', async () => {
  const draft = await server.newDraft()
  const lan = connect(server.url, draft)
  await ready(lan)
  let typed = 0
  const typing = setInterval(() => {
    if (lan.canWrite) type(lan.doc, `dòng ${++typed}.`)
  }, 1)
  await until(() => typed > 20)
  await server.freeze(draft)
  await until(() => lan.standing?.frozenAt != null)
  clearInterval(typing)
  await until(() => lan.unsaved === 0 && lan.synced && lan.status.kind === 'live')
  await pause(100)
  const frozen = textOf(await server.stored(draft))
    .split('\n')
    .filter((line) => line !== '')
  const kept = lan.stranded?.text.split('\n') ?? []
  expect([...frozen, ...kept].sort()).toEqual(Array.from({ length: typed }, (_, i) => `dòng ${i + 1}.`).sort())
  expect(textOf(lan.doc)).toBe(frozen.join('\n'))
  expect(lan.saving).toBe(kept.length > 0 ? 'unsaved' : 'read-only')
})

test('GUARD-1: who is given the right to write while the page is open writes, and it is saved', async () => {
  const draft = await server.newDraft('chung')
  server.rights.set(draft, 'comment')
  const lan = connect(server.url, draft)
  await ready(lan)
  expect(lan.canWrite).toBe(false)
  server.setRight(draft, 'write')
  await until(() => lan.canWrite, 2_000)
  type(lan.doc, 'của tôi')
  await until(() => lan.unsaved === 0)
  expect(textOf(await server.stored(draft))).toBe('chung\ncủa tôi')
})

test('SAVE-2: what a closed tab could not see confirmed, and a freeze took, is known to be saved on the next visit', async () => {
  const draft = await server.newDraft()
  const databaseName = newDraft()
  const earlier = new TailStore('lan', draft, expect.unreachable, databaseName)
  const lan = connect(server.url, draft)
  await ready(lan)
  lan.doc.on('update', (update: Uint8Array) => earlier.keep(update))
  type(lan.doc, 'kịp lưu')
  await until(() => lan.unsaved === 0)
  await earlier.settled()
  await server.freeze(draft)

  const again = connect(server.url, draft, { databaseName })
  await vi.waitFor(async () => expect(await earlier.load()).toEqual([]))
  expect(again.unsaved).toBe(0)
  expect(again.stranded).toBeNull()
  expect(again.saving).toBe('read-only')
  await earlier.close()
})

test('lesson 38: refused for good, with the reason: no session, no such draft, an old page', async () => {
  const draft = await server.newDraft()
  server.rights.set(draft, { refused: 'notSignedIn' })
  const cases = [
    { connection: connect(server.url, draft), reason: CLOSE.notSignedIn },
    { connection: connect(server.url, 'khong-phai-so'), reason: CLOSE.notFound },
    { connection: connect(server.url, await server.newDraft(), { schemaVersion: 0 }), reason: CLOSE.outdated },
  ]
  for (const { connection, reason } of cases) {
    await until(() => connection.status.kind === 'refused')
    expect(connection.status).toMatchObject({ code: reason.code, messageKey: reason.message })
  }
})

test('IN-1: a paste larger than any message is refused by name, once, and stays with the person', async () => {
  const draft = await server.newDraft('Căn cứ')
  const lan = connect(server.url, draft)
  await ready(lan)
  const paste = 'dán '.repeat(4_500_000)
  type(lan.doc, paste)
  await until(() => lan.stranded !== null, 30_000)
  expect(lan.stranded).toMatchObject({ reason: 'refused', changes: 1 })
  expect(lan.stranded?.text === paste).toBe(true)
  expect(lan.state.sentence).toEqual({ key: 'collab_stranded', count: 1 })
  await until(() => lan.status.kind === 'live')
  expect(textOf(lan.doc)).toBe('Căn cứ')
  type(lan.doc, 'gõ tiếp')
  await until(() => lan.unsaved === 0)
  expect(textOf(await server.stored(draft))).toBe('Căn cứ\ngõ tiếp')
}, 60_000)

test('GUARD-1: a session that ends closes the page’s line; unsaved edits stay and are sent after signing in again', async () => {
  const draft = await server.newDraft()
  const lan = connect(server.url, draft)
  await ready(lan)
  server.setRight(draft, { refused: 'notSignedIn' })
  await until(() => lan.status.kind === 'refused', 2_000)
  type(lan.doc, 'chưa lưu')
  expect(lan.state.sentence).toEqual({ key: 'collab_unsaved_stopped', count: 1 })
  server.rights.set(draft, 'write')
  lan.reconnectNow()
  await until(() => lan.unsaved === 0)
  expect(textOf(await server.stored(draft))).toBe('chưa lưu')
})

test('the self-test tells a good line from a dead server and from a database that is away', async () => {
  const good = await testConnection(server.url, socketClass)
  expect(good).toEqual({ http: true, socketMs: expect.any(Number), reach: 'good' })
  const dead = await testConnection('http://127.0.0.1:1', socketClass)
  expect(dead).toEqual({ http: false, socketMs: null, reach: 'no-server' })
  server.rights.set('00000000-0000-0000-0000-000000000000', { refused: 'storeUnavailable' })
  expect(await testConnection(server.url, socketClass)).toMatchObject({ http: true, reach: 'store-away' })
})
