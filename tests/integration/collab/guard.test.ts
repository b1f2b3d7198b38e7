import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as Y from 'yjs'
import { CLOSE } from '../../../src/lib/collab/close.ts'
import { SYNC } from '../../../src/lib/collab/protocol.ts'
import { type Office, openOffice, until } from './office.ts'
import { RawClient } from './raw-client.ts'

let office: Office
beforeAll(async () => (office = await openOffice()))
afterAll(() => office.close())

const rowsOf = async (draft: string) => {
  const { rows } = await office.database.pool.query('select count(*)::int n from text_updates where draft_id = $1', [
    draft,
  ])
  return rows[0].n as number
}

test.each(['read', 'comment', 'suggest'] as const)(
  'GUARD-1: a connection that may only %s cannot write a byte',
  async (right) => {
    const draft = await office.draft('Căn cứ')
    const [reader, writer] = [randomUUID(), randomUUID()]
    office.rights.set(reader, draft, right)
    const watching = await RawClient.open(office.url, draft, writer)
    for (const attempt of [
      (client: RawClient) => client.type(' thêm'),
      (client: RawClient) => client.edit((doc) => doc.getText('t').delete(0, 2)),
      (client: RawClient) => {
        const copy = new Y.Doc()
        Y.applyUpdate(copy, Y.encodeStateAsUpdate(client.doc))
        copy.getText('t').insert(0, 'x')
        client.sendSync(SYNC.step2, Y.encodeStateAsUpdate(copy))
      },
    ]) {
      const client = await RawClient.open(office.url, draft, reader)
      expect(client.words).toBe('Căn cứ')
      attempt(client)
      expect(await client.closedWith()).toBe(CLOSE.notAllowed.code)
    }
    expect(watching.words).toBe('Căn cứ')
    expect((await office.onDisk(draft)).getText('t').toString()).toBe('Căn cứ')
    expect(await rowsOf(draft)).toBe(1)
    watching.close()
  },
)

test('GUARD-1: a reader who only reads stays connected, also when everything is sent back', async () => {
  const draft = await office.draft('Căn cứ')
  const reader = randomUUID()
  office.rights.set(reader, draft, 'read')
  const client = await RawClient.open(office.url, draft, reader)
  client.sendSync(SYNC.step2, Y.encodeStateAsUpdate(client.doc))
  await until('it is confirmed', () => client.lastStored === client.sent)
  expect(client.closed).toBeNull()
  expect(await rowsOf(draft)).toBe(1)
  client.close()
})

test('GUARD-1: nobody, a stranger, a foreign page and an old client each get their reason', async () => {
  const draft = await office.draft()
  const stranger = randomUUID()
  office.rights.set(stranger, draft, 'none')
  const refused = async (...args: ConstructorParameters<typeof RawClient>) => new RawClient(...args).closedWith()
  expect(await refused(office.url, draft, '')).toBe(CLOSE.notSignedIn.code)
  expect(await refused(office.url, draft, stranger)).toBe(CLOSE.notFound.code)
  expect(await refused(office.url, randomUUID(), randomUUID())).toBe(CLOSE.notFound.code)
  expect(await refused(office.url, 'no-draft', randomUUID())).toBe(CLOSE.notFound.code)
  expect(await refused(office.url, draft, randomUUID(), { origin: 'https://evil.example' })).toBe(
    CLOSE.foreignOrigin.code,
  )
  expect(await refused(office.url, draft, randomUUID(), { origin: 'null' })).toBe(CLOSE.foreignOrigin.code)
  expect(await refused(office.url, draft, randomUUID(), { query: '&schema=6' })).toBe(CLOSE.outdated.code)

  const own = office.url.replace('ws:', 'http:').replace('/collab', '')
  const client = await RawClient.open(office.url, draft, randomUUID(), { origin: own, query: '&schema=7' })
  expect(client.standing).toEqual({ right: 'write', frozenAt: null, schemaVersion: 7 })
  client.close()
})

test('GUARD-1: a change of right in the database reaches an open socket within 2 s, without a hint', async () => {
  const draft = await office.draft()
  const person = randomUUID()
  const client = await RawClient.open(office.url, draft, person)
  await until('it may write', () => client.standing?.right === 'write')
  office.rights.set(person, draft, 'comment')
  const began = Date.now()
  await office.database.pool.query('insert into access_changes (draft_id) values ($1)', [draft])
  await until('it may only comment', () => client.standing?.right === 'comment', 2_000)
  office.rights.set(person, draft, 'none')
  await office.database.pool.query('insert into access_changes (user_id) values ($1)', [person])
  expect(await client.closedWith()).toBe(CLOSE.withdrawn.code)
  expect(Date.now() - began).toBeLessThan(4_000)
})

test('GUARD-1: a change that commits late, after later numbers were seen, is not missed', async () => {
  const draft = await office.draft()
  const person = randomUUID()
  const client = await RawClient.open(office.url, draft, person)
  const slow = await office.database.pool.connect()
  await slow.query('begin')
  await slow.query('insert into access_changes (draft_id) values ($1)', [draft])
  await office.database.pool.query('insert into access_changes (draft_id) values ($1)', [randomUUID()])
  await new Promise((resolve) => setTimeout(resolve, 1_300))
  office.rights.set(person, draft, 'read')
  await slow.query('commit')
  slow.release()
  await until('it may only read', () => client.standing?.right === 'read', 2_000)
  client.close()
})

test('GUARD-1: the end of a session closes its sockets', async () => {
  const draft = await office.draft()
  const person = randomUUID()
  const client = await RawClient.open(office.url, draft, person)
  office.rights.ended.add(person)
  office.collaboration.rightsChanged({ userId: person })
  expect(await client.closedWith()).toBe(CLOSE.notSignedIn.code)
})

test('G-4: presence is signed by the server, and nobody can move or end the caret of another', async () => {
  const draft = await office.draft()
  const [a, b, c] = [randomUUID(), randomUUID(), randomUUID()]
  const first = await RawClient.open(office.url, draft, a)
  const second = await RawClient.open(office.url, draft, b)
  first.sendPresence(11, 1, { user: { id: b, name: 'Chủ tịch', color: 'red' }, cursor: 5 })
  await until('the other sees the caret', () => second.presence.has(11))
  expect(second.presence.get(11)?.state).toEqual({
    user: { id: a, name: `Người ${a.slice(0, 4)}`, color: '#1d4ed8' },
    cursor: 5,
  })
  second.sendPresence(11, 9, { cursor: 99 })
  second.sendPresence(11, 10, null)
  second.sendPresence(12, 1, { cursor: 1 })
  await until('the second is seen', () => first.presence.has(12))
  const third = await RawClient.open(office.url, draft, c)
  await until('a newcomer sees both', () => third.presence.size === 2)
  expect(third.presence.get(11)?.state?.cursor).toBe(5)

  first.close()
  await until('the caret ends with its connection', () => third.presence.get(11)?.state === null)
  second.sendPresence(11, 2, { cursor: 5 }) // an echo that was on its way
  second.sendPresence(12, 2, { cursor: 2 })
  await until('the second moves on', () => third.presence.get(12)?.state?.cursor === 2)
  expect(third.presence.get(11)?.state).toBeNull()

  const back = await RawClient.open(office.url, draft, a)
  back.sendPresence(11, 1, { cursor: 6 }) // the same page, reconnected, with its old clock
  await until('who returns is seen again', () => third.presence.get(11)?.state?.cursor === 6)
  for (const client of [second, third, back]) client.close()
})

test('G-4: a state that is too large, no object, or one too many is refused', async () => {
  const draft = await office.draft()
  const attempts: [(client: RawClient) => void, number][] = [
    [(client) => client.sendPresence(1, 1, { x: 'a'.repeat(20_000) }), CLOSE.presenceTooLarge.code],
    [(client) => client.sendPresence(1, 1, 'Chủ tịch'), CLOSE.badFrame.code],
    [(client) => [1, 2, 3, 4, 5].forEach((id) => client.sendPresence(id, 1, {})), CLOSE.presenceTooLarge.code],
  ]
  for (const [attempt, code] of attempts) {
    const client = await RawClient.open(office.url, draft, randomUUID())
    attempt(client)
    expect(await client.closedWith()).toBe(code)
  }
})

test('TRUE-1: an update with a character that nobody sees is refused, and nothing of it reached anyone', async () => {
  const draft = await office.draft('Cấp kinh phí')
  const watching = await RawClient.open(office.url, draft, randomUUID())
  for (const attempt of [
    (client: RawClient) => client.type(' \u202e21\u202c tỷ'),
    (client: RawClient) => client.edit((doc) => doc.getMap('fields').set('place', 'Sơn\u200b La')),
    (client: RawClient) => client.edit((doc) => doc.getText('t').insert(0, 'a', { bold: '\u2066' })),
    (client: RawClient) => {
      const copy = new Y.Doc()
      Y.applyUpdate(copy, Y.encodeStateAsUpdate(client.doc))
      copy.getText('t').insert(0, 'x\ufeff')
      client.sendSync(SYNC.step2, Y.encodeStateAsUpdate(copy))
    },
  ]) {
    const client = await RawClient.open(office.url, draft, randomUUID())
    attempt(client)
    expect(await client.closedWith()).toBe(CLOSE.unseenCharacters.code)
  }
  expect(watching.words).toBe('Cấp kinh phí')
  expect((await office.onDisk(draft)).getText('t').toString()).toBe('Cấp kinh phí')
  watching.close()
})

test('no control character gets into a draft, wherever in an update it stands', async () => {
  const draft = await office.draft('Cấp kinh phí')
  for (const bad of ['\u0000', '\u0001', '\u0007', '\r', '\u001f', '\u007f', '\u0085'])
    for (const write of [
      (doc: Y.Doc) => doc.getText('t').insert(3, `a${bad}b`),
      (doc: Y.Doc) => doc.getText('t').insert(3, `tỷ${bad}`),
      (doc: Y.Doc) => doc.getMap('fields').set('place', { deep: [`Sơn${bad}`] }),
    ]) {
      const client = await RawClient.open(office.url, draft, randomUUID())
      client.edit(write)
      expect(await client.closedWith(), JSON.stringify(bad)).toBe(CLOSE.unseenCharacters.code)
    }
  expect((await office.onDisk(draft)).getText('t').toString()).toBe('Cấp kinh phí')
  const client = await RawClient.open(office.url, draft, randomUUID())
  client.edit((doc) => doc.getText('t').insert(3, '\n\tđến\n'))
  await until('blanks are on disk', () => client.lastStored === client.sent)
  expect(client.closed).toBeNull()
  client.close()
})

test('an old draft that holds a control character stays open for writing', async () => {
  const draft = await office.draft('Cấp \u000121 tỷ')
  const client = await RawClient.open(office.url, draft, randomUUID())
  client.edit((doc) => doc.getText('t').delete(4, 1))
  client.edit((doc) => doc.getText('t').insert(4, '\u0001'))
  await until('it is on disk', () => client.lastStored === client.sent)
  expect(client.closed).toBeNull()
  client.close()
})

test('an old draft that holds one stays open for writing, also for the undo that brings it back', async () => {
  const draft = await office.draft('Cấp \u202e21\u202c tỷ')
  const client = await RawClient.open(office.url, draft, randomUUID())
  client.edit((doc) => doc.getText('t').delete(4, 1))
  client.edit((doc) => doc.getText('t').insert(4, '\u202e'))
  await until('it is on disk', () => client.lastStored === client.sent)
  expect(client.closed).toBeNull()
  client.close()
})

test('notices reach everybody who has the draft open', async () => {
  const draft = await office.draft()
  const client = await RawClient.open(office.url, draft, randomUUID())
  office.collaboration.notice(draft, 'threads')
  await until('it is heard', () => client.notices.includes('threads'))
  client.close()
})

test('GUARD-1: a notice for some reaches nobody else, and none for nobody', async () => {
  const draft = await office.draft()
  const [mine, other] = [randomUUID(), randomUUID()]
  const here = await RawClient.open(office.url, draft, mine)
  const there = await RawClient.open(office.url, draft, mine)
  const away = await RawClient.open(office.url, draft, other)
  office.collaboration.notice(draft, 'threads', [mine])
  office.collaboration.notice(draft, 'state', [])
  office.collaboration.notice(draft, 'last')
  for (const client of [here, there, away]) await until('all was said', () => client.notices.includes('last'))
  expect([here, there, away].map(({ notices }) => notices)).toEqual([
    ['threads', 'last'],
    ['threads', 'last'],
    ['last'],
  ])
  for (const client of [here, there, away]) client.close()
})
