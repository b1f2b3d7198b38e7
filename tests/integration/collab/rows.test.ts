import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import pino from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as Y from 'yjs'
import { Batch } from '../../../server/collab/batch.ts'
import { Merged } from '../../../server/collab/bytes/merge.ts'
import { parseUpdate, type Update } from '../../../server/collab/bytes/update.ts'
import { copyRow } from '../../../server/collab/copy.ts'
import { type Author, UpdateLog } from '../../../server/collab/log.ts'
import { appendRows, copyText, loadText, saveSnapshot } from '../../../server/collab/rows.ts'
import { type Office, openOffice } from './office.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.close())

function update(words: string): Update {
  const doc = new Y.Doc()
  doc.getText('t').insert(0, words)
  return parseUpdate(Buffer.from(Y.encodeStateAsUpdate(doc)))
}

function rows(...words: string[]): Map<string, Merged> {
  const merged = new Merged()
  for (const some of words) merged.add(update(some))
  return new Map([['', merged]])
}

test('large values come as the bytes they are, whatever these are, and what is null or missing says so', async () => {
  const client = await office.database.pool.connect()
  const bytes = Buffer.concat([Buffer.from(Array.from({ length: 256 }, (_, i) => i)), randomBytes(3_000_000)])
  await client.query('create temp table large as select $1::bytea as value', [bytes])
  const row = await copyRow(client, `select value, null::bytea, ''::bytea, 1.5::float8 from large`)
  expect(row?.length).toBe(4)
  expect(row?.[0]?.equals(bytes)).toBe(true)
  expect([row?.[1], row?.[2]?.length, row?.[3]?.readDoubleBE(0)]).toEqual([null, 0, 1.5])
  expect(await copyRow(client, 'select value from large where false')).toBe(null)
  await expect(copyRow(client, 'select 1 / 0')).rejects.toMatchObject({ code: '22012' })
  expect((await client.query('select 1 as one')).rows).toEqual([{ one: 1 }]) // the connection is still good
  client.release()
})

test('each draft has its own answer, in the order asked: closed ones take nothing and hold up nobody', async () => {
  const drafts = [await office.draft('a'), await office.draft('b'), await office.draft('c')]
  const [first = '', closed = '', last = ''] = drafts
  await office.collaboration.close(office.database.pool, closed)
  const client = await office.database.pool.connect()
  for (const before of [1, 2]) {
    const given = [last, closed, first].map((draftId) => ({ draftId, rows: rows('x') }))
    expect(await appendRows(client, given)).toEqual([
      { before, head: before + 1 },
      'closed',
      { before, head: before + 1 },
    ])
  }
  client.release()
  expect(await appendAlone(closed)).toEqual(['closed'])
  const found = await office.database.pool.query<{ n: number }>(
    'select count(*)::int as n from text_updates where draft_id = any($1) group by draft_id order by n',
    [drafts],
  )
  expect(found.rows.map(({ n }) => n)).toEqual([1, 3, 3])
})

async function appendAlone(draftId: string) {
  const client = await office.database.pool.connect()
  try {
    return await appendRows(client, [{ draftId, rows: rows('y', 'z') }])
  } finally {
    client.release()
  }
}

test('a room reads of a draft what a transaction reads of it: snapshot, rows after it, and when it was closed', async () => {
  const { pool } = office.database
  const draft = await office.draft('Căn cứ')
  expect(await copyText(pool, draft)).toEqual(await loadText(pool, draft))
  await saveSnapshot(pool, draft, 1, update('Căn cứ').bytes, Buffer.from([0]))
  await appendAlone(draft)
  await appendAlone(draft)
  await office.collaboration.close(pool, draft)
  const read = await copyText(pool, draft)
  expect(read).toEqual(await loadText(pool, draft))
  expect([read?.head, read?.snapshot?.position, read?.updates.length]).toEqual([3, 1, 2])
  expect(Math.abs(Date.now() - Number(read?.frozenAt))).toBeLessThan(60_000)
  expect(await copyText(pool, '00000000-0000-4000-8000-000000000000')).toBe(null)
  await expect(copyText(pool, "x' or true --")).rejects.toMatchObject({ code: '22P02' })
})

test('whoever decides about one draft keeps the letters of that one waiting, and of no other', async () => {
  const { pool } = office.database
  const [decided, other] = [writer(await office.draft('')), writer(await office.draft(''))]
  const log = new UpdateLog({ pool, log: pino({ level: 'silent' }), commitMs: 15_000 })
  const decision = await pool.connect()
  await decision.query('begin')
  await decision.query('select 1 from text_heads where draft_id = $1 for share', [decided.draftId])
  const write = (one: typeof decided) => {
    one.write(update('k'))
    log.push(one)
  }
  const stored = async (one: typeof decided, count: number) => {
    for (let tries = 0; one.confirmed() < count && tries < 300; tries++) await sleep(10)
    return one.confirmed()
  }
  write(decided)
  write(other)
  expect(await stored(other, 1)).toBe(1)
  write(decided)
  write(other)
  expect(await stored(other, 2)).toBe(2)
  expect(decided.confirmed()).toBe(0)
  await decision.query('commit')
  expect(await stored(decided, 2)).toBe(2)
  // One that is closed meanwhile takes nothing.
  await decision.query('begin')
  await office.collaboration.close(decision, decided.draftId)
  write(decided)
  await sleep(50)
  await decision.query('commit')
  decision.release()
  await log.idle()
  expect([decided.confirmed(), decided.refused()]).toEqual([2, 1])
  log.close()
})

test('S-5: edits that come thick and fast share commits, and each is confirmed once', async () => {
  const commits: number[] = []
  const log = new UpdateLog({
    pool: office.database.pool,
    log: pino({ level: 'silent' }),
    commitMs: 15_000,
    onCommit: (_, messages) => commits.push(messages),
  })
  const writers = await Promise.all(Array.from({ length: 5 }, async () => writer(await office.draft(''))))
  const began = performance.now()
  let pushed = 0
  while (performance.now() - began < 300) {
    const one = writers[pushed++ % writers.length]
    one?.write(update('k'))
    if (one) log.push(one)
    await new Promise((resolve) => setImmediate(resolve))
  }
  await log.idle()
  const tookMs = performance.now() - began
  expect(commits.length).toBeLessThan(tookMs + 2) // they begin 2 ms apart, and a timer may come a little early
  expect(pushed).toBeGreaterThan(commits.length)
  expect(commits.reduce((sum, messages) => sum + messages, 0)).toBe(pushed)
  expect(writers.reduce((sum, { confirmed }) => sum + confirmed(), 0)).toBe(pushed)
  expect(writers.reduce((sum, { refused }) => sum + refused(), 0)).toBe(0)
  log.close()
})

function writer(draftId: string): Author & { write(update: Update): void; confirmed(): number; refused(): number } {
  let batch: Batch | null = null
  let confirmed = 0
  let refused = 0
  return {
    draftId,
    write: (update) => void (batch ??= new Batch()).add('', update),
    confirmed: () => confirmed,
    refused: () => refused,
    takeBatch() {
      const taken = batch
      batch = null
      return taken
    },
    stored: ({ messages }) => void (confirmed += messages),
    refusedByFreeze: ({ messages }) => void (refused += messages),
    failed: () => expect.unreachable(),
  }
}
