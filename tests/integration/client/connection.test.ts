import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { CLOSE } from '../../../src/lib/collab/close.ts'
import { testConnection } from '../../../src/lib/collab/reach.ts'
import { FakeServer } from './fake-server.ts'
import { closeAll, connect, newDraft, ready, socketClass, textOf, type, until } from './house.ts'

let server: FakeServer
let draft: string
beforeEach(async () => {
  server = await new FakeServer().start()
  draft = newDraft()
})
afterEach(async () => {
  closeAll()
  await server.crash()
})

test('SAVE-1: an edit counts as unsaved until the server says it is on disk', async () => {
  const lan = connect(server.url, draft)
  await ready(lan)
  expect(lan.state.sentence.key).toBe('collab_saved')
  server.isSlow = true
  type(lan.doc, 'Điều 1.')
  type(lan.doc, 'Điều 2.')
  expect(lan.unsaved).toBe(2)
  expect(lan.saving).toBe('saving')
  await until(() => textOf(server.memory).includes('Điều 2.'))
  expect(lan.unsaved).toBe(2) // the server has it, the disk has not
  server.store()
  await until(() => lan.unsaved === 0)
  expect(lan.saving).toBe('stored')
  expect(textOf(server.disk)).toBe('Điều 1.\nĐiều 2.')
  expect(lan.lastStoredAt).not.toBeNull()
})

test('SAVE-1: a pure deletion counts like any other edit', async () => {
  server.write((doc) => type(doc, 'Bỏ dòng này.'))
  const lan = connect(server.url, draft)
  await ready(lan)
  server.isSlow = true
  lan.doc.getXmlFragment('body').delete(0, 1)
  expect(lan.unsaved).toBe(1)
  await until(() => textOf(server.memory) === '')
  expect(lan.unsaved).toBe(1)
  server.store()
  await until(() => lan.unsaved === 0)
  expect(textOf(server.disk)).toBe('')
})

test('SAVE-2: a killed server loses nothing: what was not on disk is sent again on return', async () => {
  const lan = connect(server.url, draft)
  await ready(lan)
  type(lan.doc, 'đã lưu')
  await until(() => lan.unsaved === 0)
  server.isSlow = true
  type(lan.doc, 'đã nhận, chưa lưu')
  await until(() => textOf(server.memory).includes('chưa lưu'))
  await server.crash()
  await until(() => lan.status.kind === 'offline')
  lan.doc.getXmlFragment('body').delete(0, 1)
  type(lan.doc, 'gõ lúc mất mạng')
  expect(lan.unsaved).toBe(3)
  expect(lan.state).toMatchObject({ saving: 'unsaved', sentence: { key: 'collab_unsaved', count: 3 } })
  server.isSlow = false
  await server.start()
  await until(() => lan.unsaved === 0)
  expect(lan.status.kind).toBe('live')
  expect(textOf(server.disk)).toBe('đã nhận, chưa lưu\ngõ lúc mất mạng')
})

test('SAVE-2: after a reconnect the count is exact: only what the new connection acknowledged is saved', async () => {
  const lan = connect(server.url, draft)
  await ready(lan)
  for (let i = 0; i < 5; i++) type(lan.doc, `dòng ${i}`)
  await until(() => lan.unsaved === 0)
  await server.crash()
  await until(() => lan.status.kind === 'offline')
  type(lan.doc, 'một')
  server.isSlow = true
  await server.start()
  await ready(lan)
  await until(() => textOf(server.memory).includes('một'))
  expect(lan.unsaved).toBe(1)
  type(lan.doc, 'hai')
  expect(lan.unsaved).toBe(2)
  await until(() => textOf(server.memory).includes('hai'))
  server.store()
  await until(() => lan.unsaved === 0)
  expect(textOf(server.disk)).toContain('hai')
})

test('SAVE-2: a tab that crashed with unsent edits brings them back when the draft is opened again', async () => {
  const lan = connect(server.url, draft)
  await ready(lan)
  type(lan.doc, 'đã lưu')
  await until(() => lan.unsaved === 0)
  await server.crash()
  await until(() => lan.status.kind === 'offline')
  type(lan.doc, 'chưa gửi')
  lan.doc.getXmlFragment('body').delete(0, 1)
  await pause(50) // the browser writes at once, not in the same instant
  lan.destroy()
  await server.start()

  const again = connect(server.url, draft)
  await ready(again)
  await until(() => textOf(server.disk) === 'chưa gửi')
  await until(() => again.unsaved === 0)
  expect(textOf(again.doc)).toBe('chưa gửi')
  again.destroy()

  const third = connect(server.url, draft)
  await ready(third)
  await pause(50)
  expect(third.unsaved).toBe(0)
  expect(server.clients.size).toBe(1)
  expect([...server.clients][0]?.heard.length).toBe(1) // its step 2 alone: nothing was left in the browser
})

test('SAVE-2: another person on the same computer neither sees nor sends these edits', async () => {
  const lan = connect(server.url, draft)
  await ready(lan)
  await server.crash()
  await until(() => lan.status.kind === 'offline')
  type(lan.doc, 'của Lan')
  await pause(50)
  lan.destroy()
  await server.start()
  const minh = connect(server.url, draft, { personId: 'minh' })
  await ready(minh)
  await pause(100)
  expect(textOf(minh.doc)).toBe('')
  expect(textOf(server.disk)).toBe('')
})

test('SAVE-2: in a browser that keeps nothing the person is told not to close the tab', async () => {
  vi.stubGlobal('indexedDB', undefined)
  const lan = connect(server.url, draft)
  vi.unstubAllGlobals()
  await ready(lan)
  await server.crash()
  await until(() => lan.status.kind === 'offline')
  type(lan.doc, 'chỉ trong thẻ này')
  expect(lan.state.sentence).toEqual({ key: 'collab_unsaved_not_kept', count: 1 })
  await server.start()
  await until(() => lan.unsaved === 0)
  expect(textOf(server.disk)).toBe('chỉ trong thẻ này')
})

test('GUARD-1: a right that ends while something is unsaved strands the edits, and shows the text as it is', async () => {
  server.write((doc) => type(doc, 'chung'))
  const lan = connect(server.url, draft)
  await ready(lan)
  await server.crash()
  await until(() => lan.status.kind === 'offline')
  type(lan.doc, 'của Lan')
  server.standing = { ...server.standing, right: 'comment' }
  await server.start()
  await until(() => lan.stranded !== null)
  expect(lan.stranded).toEqual({ reason: 'right-lost', text: 'của Lan', changes: 1 })
  expect(lan.state).toMatchObject({ saving: 'unsaved', sentence: { key: 'collab_stranded', count: 1 } })
  expect(lan.canWrite).toBe(false)
  expect(textOf(lan.doc)).toBe('chung')
  expect(textOf(server.disk)).toBe('chung')

  const again = connect(server.url, draft) // the tab is closed and opened: still there
  await until(() => again.stranded !== null)
  expect(again.stranded?.text).toBe('của Lan')

  server.setStanding({ right: 'write' }) // the draft came back to its author, who wants it after all
  await until(() => again.canWrite)
  again.sendStranded()
  await until(() => textOf(server.disk) === 'chung\ncủa Lan')
  await until(() => again.unsaved === 0 && again.stranded === null)
})

test('FRZ-1: edits that missed the freeze are shown to their author, those in the frozen text are not', async () => {
  const lan = connect(server.url, draft)
  await ready(lan)
  server.isSlow = true
  type(lan.doc, 'kịp')
  await until(() => textOf(server.memory) === 'kịp')
  server.store()
  await until(() => lan.unsaved === 0)
  await server.crash()
  await until(() => lan.status.kind === 'offline')
  type(lan.doc, 'không kịp')
  server.standing = { right: 'read', frozenAt: '2026-11-24T03:32:00Z', schemaVersion: 1 }
  await server.start()
  await until(() => lan.stranded !== null)
  expect(lan.stranded).toEqual({ reason: 'frozen', text: 'không kịp', changes: 1 })
  expect(textOf(lan.doc)).toBe('kịp')
  lan.discardStranded()
  expect(lan.state.sentence).toMatchObject({ key: 'collab_read_only_frozen' })

  const again = connect(server.url, draft)
  await ready(again)
  await pause(100)
  expect(again.stranded).toBeNull()
})

test('FRZ-1: an edit whose acknowledgement was cut off but which is in the frozen text is not called lost', async () => {
  const lan = connect(server.url, draft)
  await ready(lan)
  server.isSlow = true
  type(lan.doc, 'kịp')
  await until(() => textOf(server.memory) === 'kịp')
  Y.applyUpdate(server.disk, Y.encodeStateAsUpdate(server.memory)) // committed, the word of it never sent
  server.standing = { right: 'read', frozenAt: '2026-11-24T03:32:00Z', schemaVersion: 1 }
  server.isSlow = false
  await server.crash()
  await server.start()
  await until(() => lan.status.kind === 'live' && lan.synced && lan.unsaved === 0)
  expect(lan.stranded).toBeNull()
  expect(textOf(lan.doc)).toBe('kịp')
})

test('FRZ-1: an edit that a frozen copy still shows is not believed before it is on disk', async () => {
  vi.stubGlobal('indexedDB', undefined) // not even the browser's store helps here
  const lan = connect(server.url, draft)
  vi.unstubAllGlobals()
  await ready(lan)
  server.isSlow = true
  type(lan.doc, 'muộn')
  await until(() => textOf(server.memory) === 'muộn')
  server.standing = { right: 'read', frozenAt: '2026-11-24T03:32:00Z', schemaVersion: 1 }
  server.closeAll(CLOSE.frozen.code) // for a later edit; this one is still on its way to Postgres
  await until(() => lan.synced && lan.status.kind === 'live' && textOf(lan.doc) === 'muộn')
  await pause(50)
  expect(lan.unsaved).toBe(1)
  server.forgetUnstored()
  server.closeAll(CLOSE.reload.code)
  await until(() => lan.stranded !== null)
  expect(lan.stranded).toEqual({ reason: 'frozen', text: 'muộn', changes: 1 })
  expect(textOf(lan.doc)).toBe('')
  expect(lan.unsaved).toBe(0)
})

test('GUARD-1: becoming read-only with nothing unsaved keeps the copy and says so', async () => {
  const lan = connect(server.url, draft)
  await ready(lan)
  const { doc } = lan
  server.setStanding({ right: 'comment' })
  await until(() => !lan.canWrite)
  expect(lan.state.sentence.key).toBe('collab_read_only')
  server.setStanding({ right: 'write' })
  await until(() => lan.canWrite)
  expect(lan.doc).toBe(doc)
})

test('lesson 38: a terminal refusal stops the attempts and says why', async () => {
  for (const reason of [CLOSE.notSignedIn, CLOSE.notFound, CLOSE.outdated, CLOSE.withdrawn, CLOSE.foreignOrigin]) {
    server.refuse = reason.code
    const before = server.connections
    const lan = connect(server.url, draft)
    await until(() => lan.status.kind === 'refused')
    expect(lan.status).toEqual({ kind: 'refused', code: reason.code, messageKey: reason.message })
    await pause(500)
    expect(server.connections).toBe(before + 1)
    lan.destroy()
  }
})

test('a passing trouble is tried again, and the reason is known meanwhile', async () => {
  server.refuse = CLOSE.storeUnavailable.code
  const lan = connect(server.url, draft)
  await until(() => lan.status.kind === 'offline')
  expect(lan.status).toMatchObject({ messageKey: CLOSE.storeUnavailable.message })
  server.refuse = null
  await ready(lan)
})

test('edits refused as too large are kept for copying, and the connection goes on', async () => {
  const lan = connect(server.url, draft)
  await ready(lan)
  server.isSlow = true
  type(lan.doc, 'rất dài')
  await until(() => textOf(server.memory) === 'rất dài')
  server.memory = new Y.Doc() // it was never taken
  server.isSlow = false
  server.closeAll(CLOSE.frameTooLarge.code)
  await until(() => lan.stranded !== null)
  expect(lan.stranded).toMatchObject({ reason: 'refused', text: 'rất dài' })
  expect(lan.unsaved).toBe(0)
  type(lan.doc, 'ngắn')
  await until(() => textOf(server.disk) === 'ngắn')
})

test('a copy that is refused again and again is kept for a while; trying again by hand takes a fresh one', async () => {
  const lan = connect(server.url, draft)
  for (let round = 0; round < 5; round++) {
    await ready(lan)
    const { doc } = lan
    server.closeAll(CLOSE.reload.code)
    await until(() => lan.doc !== doc || lan.status.kind === 'refused')
  }
  expect(lan.status).toMatchObject({ kind: 'refused', code: CLOSE.reload.code })
  const { doc } = lan
  lan.reconnectNow()
  await ready(lan)
  expect(lan.doc).not.toBe(doc)
})

test('a copy that showed refused edits of others is replaced; own unsaved edits go along', async () => {
  const lan = connect(server.url, draft)
  await ready(lan)
  const { doc } = lan
  server.isSlow = true
  type(lan.doc, 'của Lan')
  await until(() => textOf(server.memory) === 'của Lan')
  server.memory = new Y.Doc()
  server.isSlow = false
  server.closeAll(CLOSE.reload.code)
  await until(() => lan.doc !== doc && lan.synced)
  await until(() => textOf(server.disk) === 'của Lan' && lan.unsaved === 0)
  expect(textOf(lan.doc)).toBe('của Lan')
})

test('lesson 7: sockets that do not open while pages do are called blocked', async () => {
  server.refuse = 1008 // as a proxy that cuts sockets
  const lan = connect(server.url, draft)
  await until(() => lan.reach === 'socket-blocked')
  expect(lan.state.sentence.key).toBe('collab_saved_blocked')
  expect(await testConnection(server.url, socketClass)).toEqual({ http: true, socketMs: null, reach: 'socket-blocked' })
  server.refuse = null
  await ready(lan)
  expect(lan.reach).toBeNull()
  await server.crash()
  await until(() => lan.reach === 'no-server')
})

test('lesson 7: a sign-in page that a network puts before everything is not taken for the server', async () => {
  const portal = createServer((_, response) => response.writeHead(200).end('<html>Đăng nhập Wi-Fi</html>'))
  await new Promise<void>((resolve) => portal.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(portal.address() as AddressInfo).port}`
  expect(await testConnection(url, socketClass)).toEqual({ http: false, socketMs: null, reach: 'no-server' })
  portal.closeAllConnections()
  portal.close()
})

test('waits between attempts grow to 10 s at most and differ from client to client', async () => {
  await server.crash()
  const waits: number[] = []
  for (let i = 0; i < 8; i++) {
    const began = Date.now()
    const lan = connect(server.url, draft)
    await until(() => lan.status.kind === 'offline')
    if (lan.status.kind === 'offline') waits.push(lan.status.retryAt - began)
    lan.destroy()
  }
  expect(new Set(waits).size).toBeGreaterThan(2)
  expect(Math.max(...waits)).toBeLessThan(600)
})

test('a notice reaches those who asked for its topic, until they stop', async () => {
  const lan = connect(server.url, draft)
  await ready(lan)
  let heard = 0
  const stop = lan.onNotice('threads', () => heard++)
  server.notice('state')
  server.notice('threads')
  await until(() => heard === 1)
  stop()
  server.notice('threads')
  await pause(50)
  expect(heard).toBe(1)
})

test('SYNC-1: two tabs of one person, one with unsent edits, end equal and saved', async () => {
  const first = connect(server.url, draft)
  await ready(first)
  await server.crash()
  await until(() => first.status.kind === 'offline')
  type(first.doc, 'thẻ một')
  await server.start()
  const second = connect(server.url, draft) // finds the first tab's edit in the browser's store too
  await ready(second)
  type(second.doc, 'thẻ hai')
  await until(() => first.unsaved === 0 && second.unsaved === 0)
  await until(() => textOf(first.doc) === textOf(second.doc))
  expect(textOf(server.disk).split('\n').sort()).toEqual(['thẻ hai', 'thẻ một'])
})
