/**
 * What comes in stands on what is here: no words that wait for others, no deletions of what may come one day. And what
 * would take long to read is refused unread.
 */
import { randomUUID } from 'node:crypto'
import * as encoding from 'lib0/encoding'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { LIMITS } from '../../../server/collab/limits.ts'
import { FIRST_RESERVED_CLIENT } from '../../../src/lib/clients.ts'
import { CLOSE } from '../../../src/lib/collab/close.ts'
import { MESSAGE, SYNC } from '../../../src/lib/collab/protocol.ts'
import { type Office, openOffice, until } from './office.ts'
import { RawClient } from './raw-client.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.close())

const STRING = 4
const EMBED = 5
const FORMAT = 6
const ORIGIN = 0x80
const RIGHT_ORIGIN = 0x40

interface Id {
  client: number
  clock: number
}

/** An update in Yjs' own bytes: one struct of each client, and deleted ranges. */
function update(
  structs: {
    client: number
    clock: number
    origin?: Id
    rightOrigin?: Id
    write?: (to: encoding.Encoder) => void
    kind?: number
  }[],
  deleted: { client: number; clock: number; length: number }[] = [],
): Uint8Array {
  const to = encoding.createEncoder()
  encoding.writeVarUint(to, structs.length)
  for (const { client, clock, origin, rightOrigin, kind = STRING, write } of structs) {
    for (const number of [1, client, clock]) encoding.writeVarUint(to, number)
    encoding.writeUint8(to, kind | (origin ? ORIGIN : 0) | (rightOrigin ? RIGHT_ORIGIN : 0))
    for (const id of [origin, rightOrigin]) {
      if (!id) continue
      encoding.writeVarUint(to, id.client)
      encoding.writeVarUint(to, id.clock)
    }
    if (!origin && !rightOrigin) {
      encoding.writeVarUint(to, 1)
      encoding.writeVarString(to, 't')
    }
    if (write) write(to)
    else encoding.writeVarString(to, '00')
  }
  encoding.writeVarUint(to, deleted.length)
  for (const { client, clock, length } of deleted)
    for (const number of [client, 1, clock, length]) encoding.writeVarUint(to, number)
  return encoding.toUint8Array(to)
}

/** Somebody who types honestly, and somebody else of the draft with a raw socket. */
async function two() {
  const draft = await office.draft('')
  const honest = await RawClient.open(office.url, draft, randomUUID())
  honest.type('Cấp 12 tỷ đồng')
  await until('it is stored', () => honest.lastStored === honest.sent)
  const bad = await RawClient.open(office.url, draft, randomUUID())
  bad.sendSync(SYNC.step2, Y.encodeStateAsUpdate(bad.doc))
  await until('the answer is taken', () => bad.lastStored === bad.sent)
  const here = { client: honest.doc.clientID, clock: 5 }
  const future = { client: honest.doc.clientID, clock: Y.getState(honest.doc.store, honest.doc.clientID) + 3 }
  return { draft, honest, bad, here, future }
}

describe('what hangs in the air is refused, and nobody sees anything of it, then or later', () => {
  const NOBODY = 4242
  const kinds: Record<string, (ids: { here: Id; future: Id }) => Uint8Array> = {
    'words beside words that somebody else may yet type': ({ here, future }) =>
      update([{ client: NOBODY, clock: 0, origin: here, rightOrigin: future }]),
    'words behind such words': ({ future }) => update([{ client: NOBODY, clock: 0, origin: future }]),
    'words of one that has not begun': ({ here }) => update([{ client: NOBODY, clock: 7, origin: here }]),
    'words of a colleague further on than they are': ({ here, future }) =>
      update([{ client: here.client, clock: future.clock + 4, origin: here }]),
    'words beside nobody': () => update([{ client: NOBODY, clock: 0, origin: { client: 77, clock: 0 } }]),
    'words of two that wait for each other': () =>
      update([
        { client: NOBODY + 1, clock: 0, origin: { client: NOBODY, clock: 1 } },
        { client: NOBODY, clock: 0, origin: { client: NOBODY + 1, clock: 1 } },
      ]),
    'a deletion of what may come': ({ future }) => update([], [{ ...future, length: 3 }]),
    'a deletion that goes on beyond what is there': ({ here }) => update([], [{ ...here, length: 1_000 }]),
    'a deletion of nobody’s words': () => update([], [{ client: 77, clock: 0, length: 1 }]),
    'twenty thousand that wait': () =>
      update(
        Array.from({ length: 1_900 }, (_, i) => ({
          client: 2_000_000 - i,
          clock: 0,
          origin: { client: 77, clock: 0 },
        })),
      ),
  }
  test.each(Object.entries(kinds))('%s', async (_, make) => {
    const { draft, honest, bad, here, future } = await two()
    bad.sendSync(SYNC.update, make({ here, future }))
    expect(await bad.closedWith()).toBe(CLOSE.undone.code)
    for (const letter of 'abcdefgh') honest.type(letter)
    await until('it is stored', () => honest.lastStored === honest.sent)
    const stored = await office.onDisk(draft)
    expect(stored.getText('t').toString()).toBe('Cấp 12 tỷ đồngabcdefgh')
    expect(stored.store.pendingStructs).toBeNull()
    expect(stored.store.pendingDs).toBeNull()
    honest.close()
  })

  test('nor as the answer to what the server asks', async () => {
    const { honest, bad, here, future } = await two()
    bad.sendSync(SYNC.step2, update([{ client: NOBODY, clock: 0, origin: here, rightOrigin: future }]))
    expect(await bad.closedWith()).toBe(CLOSE.undone.code)
    honest.close()
  })
})

describe('SAVE-1: nobody says first, under a colleague’s ids, what the colleague is about to say', () => {
  /** The next letter as the colleague will send it, with other words. */
  function forged({ honest, bad }: { honest: RawClient; bad: RawClient }): Uint8Array {
    const as = new Y.Doc()
    Y.applyUpdate(as, Y.encodeStateAsUpdate(bad.doc))
    as.clientID = honest.doc.clientID
    const before = Y.encodeStateVector(as)
    as.getText('t').insert(as.getText('t').length, 'hủy')
    return Y.encodeStateAsUpdate(as, before)
  }

  test.each([
    ['as it is typed', SYNC.update],
    ['as the answer to what the server asks', SYNC.step2],
  ])('%s', async (_, kind) => {
    const people = await two()
    const { draft, honest, bad } = people
    bad.sendSync(kind, forged(people))
    expect(await bad.closedWith()).toBe(CLOSE.undone.code)
    honest.type('lỗi')
    await until('it is stored', () => honest.lastStored === honest.sent)
    expect((await office.onDisk(draft)).getText('t').toString()).toBe('Cấp 12 tỷ đồnglỗi')
    honest.close()
  })

  test('also before the first letter, and while the line is down', async () => {
    const people = await two()
    const { draft, honest, bad } = people
    const silent = await RawClient.open(office.url, draft, randomUUID())
    silent.sendPresence(silent.doc.clientID, 0, {})
    await until('it is seen', () => bad.presence.has(silent.doc.clientID))
    bad.sendSync(SYNC.update, forged({ honest: silent, bad }))
    expect(await bad.closedWith()).toBe(CLOSE.undone.code)
    const later = await RawClient.open(office.url, draft, randomUUID())
    later.sendSync(SYNC.step2, Y.encodeStateAsUpdate(later.doc))
    honest.close()
    await until('it has gone', () => honest.closed !== null)
    later.sendSync(SYNC.update, forged({ honest, bad: later }))
    expect(await later.closedWith()).toBe(CLOSE.undone.code)
    silent.close()
  })
})

test('who returns with a colleague’s words that the server has lost brings them along', async () => {
  const { draft, honest } = await two()
  const elsewhere = new Y.Doc()
  Y.applyUpdate(elsewhere, Y.encodeStateAsUpdate(honest.doc))
  elsewhere.getText('t').insert(3, 'thêm ')
  elsewhere.getText('t').delete(0, 2)
  const doc = new Y.Doc()
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(elsewhere))
  doc.getText('t').insert(5, 'nữa ')
  const returning = await RawClient.open(office.url, draft, randomUUID(), { doc })
  await until('it is stored', () => returning.sent > 0 && returning.lastStored === returning.sent)
  expect((await office.onDisk(draft)).getText('t').toString()).toBe(doc.getText('t').toString())
  returning.close()
  honest.close()
})

describe('what takes long to read is refused', () => {
  const long = (length: number) => JSON.stringify(Array.from({ length }, () => 1))
  const write =
    (json: string, name = '') =>
    (to: encoding.Encoder) => {
      if (name) encoding.writeVarString(to, name)
      encoding.writeVarString(to, json)
    }

  test.each([
    [
      'a value of 2 MB in an embed',
      () => update([{ client: 1, clock: 0, kind: EMBED, write: write(long(1e6)) }]),
      'undone',
    ],
    [
      'a value of 2 MB in a mark',
      () => update([{ client: 1, clock: 0, kind: FORMAT, write: write(long(1e6), 'bold') }]),
      'documentTooLarge',
    ],
    ['a million marks', () => Buffer.concat([Buffer.from([1]), varUint(1e6), Buffer.alloc(3e6)]), 'documentTooLarge'],
    [
      'three thousand clients',
      () => update(Array.from({ length: 3_000 }, (_, i) => ({ client: 9_000 - i, clock: 0 }))),
      'documentTooLarge',
    ],
    [
      'words under the client of a suggestion',
      () => {
        const doc = new Y.Doc()
        doc.clientID = FIRST_RESERVED_CLIENT + 7
        doc.getText('t').insert(0, '21 tỷ')
        return Buffer.from(Y.encodeStateAsUpdate(doc))
      },
      'undone',
    ],
  ] as const)('%s', async (_, make, name) => {
    const { bad } = await two()
    bad.sendSync(SYNC.update, make())
    expect(await bad.closedWith()).toBe(CLOSE[name].code)
  })

  test('of somebody who may only read, more than they can have to say', async () => {
    const draft = await office.draft('Căn cứ')
    const reader = randomUUID()
    office.rights.set(reader, draft, 'read')
    const client = await RawClient.open(office.url, draft, reader)
    client.sendSync(SYNC.update, Buffer.alloc(LIMITS.readerFrameBytes + 1))
    expect(await client.closedWith()).toBe(CLOSE.notAllowed.code)
  })

  test('a state vector of 100,000 clients', async () => {
    const { bad } = await two()
    const vector = encoding.createEncoder()
    encoding.writeVarUint(vector, 1e5)
    for (let i = 0; i < 1e5; i++) for (const number of [i, 1]) encoding.writeVarUint(vector, number)
    bad.sendSync(SYNC.step1, encoding.toUint8Array(vector))
    expect(await bad.closedWith()).toBe(CLOSE.badFrame.code)
  })

  test('carets that come and go', async () => {
    const { bad } = await two()
    for (let i = 0; i < 100 && bad.isOpen; i++) {
      bad.sendPresence(5_000 + i, 1, { i })
      bad.sendPresence(5_000 + i, 2, null)
    }
    expect(await bad.closedWith()).toBe(CLOSE.presenceTooLarge.code)
  })

  test('a message of 200 kB about carets', async () => {
    const { bad } = await two()
    const message = encoding.createEncoder()
    encoding.writeVarUint(message, MESSAGE.awareness)
    encoding.writeVarUint8Array(message, Buffer.alloc(200_000))
    bad.socket.send(encoding.toUint8Array(message))
    expect(await bad.closedWith()).toBe(CLOSE.presenceTooLarge.code)
  })

  test('the whole draft again and again, also over one new connection after the other', async () => {
    const node = await office.startNode({ limits: { bytesBurst: 1_000_000, bytesPerSecond: 1 } })
    const draft = await office.draft('x'.repeat(200_000))
    const person = randomUUID()
    const codes: number[] = []
    for (let i = 0; i < 8; i++) {
      const client = await RawClient.open(node.url, draft, person)
      if (client.isOpen) client.sendSync(SYNC.update, Y.encodeStateAsUpdate(client.doc))
      await new Promise((resolve) => setTimeout(resolve, 100))
      codes.push(client.closed?.code ?? 0)
      client.close()
    }
    expect(codes[0]).toBe(0)
    expect(codes.at(-1)).toBe(CLOSE.tooFast.code)
    const other = await RawClient.open(node.url, draft, randomUUID())
    expect(other.closed).toBeNull()
    other.close()
  })
})

function varUint(number: number): Buffer {
  const to = encoding.createEncoder()
  encoding.writeVarUint(to, number)
  return Buffer.from(encoding.toUint8Array(to))
}
