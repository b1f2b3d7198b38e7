import { randomUUID } from 'node:crypto'
import pino from 'pino'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type Bus, createRedisBus } from '../../../server/collab/index.ts'
import { connect, type Connection } from '../../../server/database/connect.ts'
import { CLOSE } from '../../../src/lib/collab/close.ts'
import { type Office, openOffice, until } from './office.ts'
import { type Line, lineTo, lineToDatabase } from './proxy.ts'
import { RawClient } from './raw-client.ts'
import { hasRedis, NO_REDIS, startRedis } from './redis.ts'

describe.skipIf(!hasRedis)(`several nodes${NO_REDIS}`, () => {
  let office: Office
  let redis: Awaited<ReturnType<typeof startRedis>>
  let redisLine: Line
  let databaseLine: Line
  let far: Connection
  let nodes: Awaited<ReturnType<Office['startNode']>>[]
  const buses: Bus[] = []
  const clients: RawClient[] = []

  beforeAll(async () => {
    redis = await startRedis()
    redisLine = await lineTo('127.0.0.1', redis.port)
    office = await openOffice()
    const database = await lineToDatabase(office.database.url)
    databaseLine = database.line
    far = connect(database.url, () => {})
    const log = pino({ level: 'silent' })
    const urls = [redis.url, redis.url, `redis://127.0.0.1:${redisLine.port}`]
    buses.push(...(await Promise.all(urls.map((url) => createRedisBus(url, log)))))
    nodes = await Promise.all(
      buses.map((bus, i) =>
        office.startNode({ bus, ...(i === 2 ? { pool: far.pool } : {}), limits: { commitMs: 500 } }),
      ),
    )
    await new Promise((resolve) => setTimeout(resolve, 200))
  })
  afterEach(() => {
    for (const client of clients.splice(0)) client.close()
    redisLine.mend()
    redisLine.release()
    databaseLine.mend()
    databaseLine.release()
  })
  afterAll(async () => {
    for (const node of nodes) await node.collaboration.drain()
    for (const bus of buses) await bus.close()
    await far.pool.end()
    await redis.stop()
    await redisLine.close()
    await databaseLine.close()
    await office.close()
  })

  async function open(node: number, draft: string, person: string = randomUUID()): Promise<RawClient> {
    const client = await RawClient.open(nodes[node]?.url ?? '', draft, person)
    clients.push(client)
    return client
  }
  const allSay = (words: string, ...who: RawClient[]) => who.every((client) => client.words === words)

  test('SYNC-1: clients of different nodes write one text, and see each other', async () => {
    const draft = await office.draft('')
    const [a, b, c] = [await open(0, draft), await open(1, draft), await open(2, draft)]
    const times: number[] = []
    for (let i = 0; i < 30; i++) {
      const began = performance.now()
      a.type('x')
      await until('the other node has it', () => b.words.length === i + 1)
      times.push(performance.now() - began)
    }
    times.sort((x, y) => x - y)
    expect(times[15]).toBeLessThan(200)
    b.type('yy')
    c.type('z')
    await until('all are equal', () => a.words.length === 33 && allSay(a.words, b, c))
    await until('all is confirmed', () => [a, b, c].every((client) => client.lastStored === client.sent))

    a.sendPresence(21, 1, { cursor: 1 })
    await until('the caret is seen on the other node', () => b.presence.get(21)?.state?.cursor === 1)
    const late = await open(1, draft)
    await until('a newcomer sees it, too', () => late.presence.get(21)?.state?.cursor === 1)
    a.close()
    await until('it ends there as well', () => b.presence.get(21)?.state === null)
  })

  test('SYNC-1: two nodes that write at once fill the positions of the log without a gap', async () => {
    const draft = await office.draft('')
    const [a, b] = [await open(0, draft), await open(1, draft)]
    for (let i = 0; i < 150; i++) {
      a.type('a')
      b.type('b')
      if (i % 5 === 0) await new Promise((resolve) => setTimeout(resolve, 1))
    }
    await until('all are equal', () => a.words.length === 300 && a.words === b.words)
    await until('all is confirmed', () => a.lastStored === a.sent && b.lastStored === b.sent)
    const { rows } = await office.database.pool.query<{ n: number; head: number }>(
      `select count(*)::int n, max(head)::int head from text_updates join text_heads using (draft_id) where draft_id = $1`,
      [draft],
    )
    expect(rows[0]?.n).toBe(rows[0]?.head)
    expect((await office.onDisk(draft)).getText('t').toString()).toBe(a.words)
  })

  test('GUARD-1, FRZ-1: rights, notices and the freeze are heard on every node', async () => {
    const draft = await office.draft('Căn cứ')
    const person = randomUUID()
    const [a, b] = [await open(0, draft), await open(1, draft, person)]
    nodes[0]?.collaboration.notice(draft, 'state')
    await until('the notice is heard', () => b.notices.includes('state'))
    nodes[0]?.collaboration.notice(draft, 'threads', [person])
    nodes[0]?.collaboration.notice(draft, 'thread-reads', [randomUUID()])
    nodes[0]?.collaboration.notice(draft, 'last')
    await until('the last is heard', () => b.notices.includes('last'))
    expect(b.notices.filter((topic) => topic !== 'state')).toEqual(['threads', 'last'])
    office.rights.set(person, draft, 'read')
    nodes[0]?.collaboration.rightsChanged({ draftId: draft })
    await until('the right has changed', () => b.standing?.right === 'read', 800)
    const { frozenAt } = await office.collaboration.close(office.database.pool, draft)
    nodes[0]?.collaboration.frozen(draft, frozenAt)
    await until('it is frozen there, too', () => b.standing?.frozenAt === frozenAt.toISOString(), 800)
    a.type(' muộn')
    expect(await a.closedWith()).toBe(CLOSE.frozen.code)
  })

  test('FRZ-1: a freeze of which no hint arrives stops every node', async () => {
    const draft = await office.draft('Căn cứ')
    const [a, b] = [await open(0, draft), await open(1, draft)]
    await office.collaboration.close(office.database.pool, draft)
    a.type(' một')
    b.type(' hai')
    expect(await a.closedWith()).toBe(CLOSE.frozen.code)
    expect(await b.closedWith()).toBe(CLOSE.frozen.code)
    expect((await office.onDisk(draft)).getText('t').toString()).toBe('Căn cứ')
  })

  test('SYNC-1: without Redis the nodes hear of each other through Postgres; nothing is lost, and it recovers', async () => {
    const draft = await office.draft('')
    const [a, b] = [await open(0, draft), await open(2, draft)]
    redisLine.cut()
    a.type('1')
    b.type('2')
    await until('both are stored', () => a.lastStored === a.sent && b.lastStored === b.sent)
    await until('both have both', () => a.words.length === 2 && a.words === b.words, 4_000)
    redisLine.mend()
    await until(
      'hints work again',
      async () => {
        const began = Date.now()
        a.type('3')
        await until('the other has it', () => a.words === b.words, 3_000)
        return Date.now() - began < 300
      },
      15_000,
    )
  }, 30_000)

  test('SYNC-1: a line to Redis on which answers no longer come back is noticed through Postgres', async () => {
    const draft = await office.draft('')
    const [a, b] = [await open(0, draft), await open(2, draft)]
    redisLine.holdAnswers()
    a.type('1')
    b.type('2')
    await until('both have both', () => a.words.length === 2 && a.words === b.words, 4_000)
  })

  test('SYNC-1: a node that loses Postgres for a while keeps its edits and then agrees with the others', async () => {
    const draft = await office.draft('')
    const [a, b] = [await open(0, draft), await open(2, draft)]
    databaseLine.cut()
    for (let i = 0; i < 20; i++) {
      a.type('a')
      b.type('b')
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    expect(b.lastStored).toBeLessThan(b.sent)
    databaseLine.mend()
    await until('all is confirmed', () => a.lastStored === a.sent && b.lastStored === b.sent, 8_000)
    await until('both are equal', () => a.words.length === 40 && a.words === b.words)
    expect((await office.onDisk(draft)).getText('t').toString()).toBe(a.words)
  }, 20_000)
})
