import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect, type Connection } from '../../../server/database/connect.ts'
import { WHOLE } from '../../whole.ts'
import { type Office, openOffice, until } from './office.ts'
import { type Line, lineToDatabase } from './proxy.ts'
import { RawClient } from './raw-client.ts'

const PERSON = randomUUID()
const DOCUMENTS = Number(process.env.DOCUMENTS ?? (WHOLE ? 300 : 120))

let office: Office
let node: Awaited<ReturnType<Office['startNode']>>
let line: Line
let far: Connection
beforeAll(async () => {
  office = await openOffice()
  const database = await lineToDatabase(office.database.url)
  line = database.line
  far = connect(database.url, () => {})
  node = await office.startNode({ pool: far.pool, limits: { lingerMs: 0, connectionsPerPerson: 1e6, commitMs: 500 } })
})
afterAll(async () => {
  await node.collaboration.drain()
  await far.pool.end()
  await line.close()
  await office.close()
})

/** Every way in which a document is opened and let go of. */
const ways: ((draft: string) => Promise<void>)[] = [
  async (draft) => {
    const client = await RawClient.open(node.url, draft, PERSON)
    client.sendPresence(1, 1, { cursor: 1 })
    client.type('a')
    await until('it is stored', () => client.lastStored === client.sent)
    client.close()
  },
  async (draft) => (await RawClient.open(node.url, draft, PERSON)).socket.terminate(),
  async (draft) => {
    const client = new RawClient(node.url, draft, PERSON)
    await client.opened()
    client.socket.terminate() // while it loads
  },
  async (draft) => {
    const client = await RawClient.open(node.url, draft, PERSON)
    client.type('unsaved')
    client.socket.terminate()
  },
  async (draft) => {
    const client = await RawClient.open(node.url, draft, PERSON)
    client.socket.send(Buffer.from([77]))
    await client.closedWith()
  },
  async () => void (await new RawClient(node.url, randomUUID(), PERSON).closedWith()), // no such draft
  async (draft) => void (await new RawClient(node.url, draft, '').closedWith()), // nobody
  async (draft) => {
    const client = await RawClient.open(node.url, draft, PERSON)
    const { frozenAt } = await office.collaboration.close(office.database.pool, draft)
    client.type('late')
    node.collaboration.frozen(draft, frozenAt)
    await client.closedWith()
  },
]

test(`${DOCUMENTS} documents opened, failed and closed in every way leave nothing behind`, async () => {
  const drafts = await Promise.all(Array.from({ length: 50 }, () => office.draft('Căn cứ')))
  await ways[0]?.(await office.draft(''))
  await until('nothing is open', () => node.collaboration.stats().rooms === 0)
  const before = handles()
  for (let i = 0; i < DOCUMENTS; i += 10) {
    const fresh = await Promise.all(Array.from({ length: 10 }, () => office.draft('Căn cứ')))
    await Promise.all(fresh.map(async (draft, j) => ways[(i + j) % ways.length]?.(draft)))
    if (i % 200 === 100) {
      line.cut() // loads and commits fail
      await Promise.all(drafts.slice(0, 5).map((draft) => new RawClient(node.url, draft, PERSON).closedWith()))
      line.mend()
    }
  }
  await until('nothing is open', () => node.collaboration.stats().rooms === 0, 15_000)
  expect(node.collaboration.stats()).toEqual({ rooms: 0, connections: 0, unsaved: 0, unsavedBytes: 0 })
  await until('no timer and no socket is left', () => handles() <= before + 2, 15_000)
}, 300_000)

/** What keeps the process busy, apart from database connections that are kept on purpose. */
function handles(): number {
  return (
    process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout' || kind === 'TCPSocketWrap').length -
    far.pool.totalCount * 2 -
    office.database.pool.totalCount
  )
}
