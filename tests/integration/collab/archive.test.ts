import { randomUUID } from 'node:crypto'
import { Registry } from 'prom-client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as Y from 'yjs'
import { CLOSE } from '../../../src/lib/collab/close.ts'
import { type Office, openOffice, until } from './office.ts'
import { RawClient } from './raw-client.ts'

let office: Office
const metrics = new Registry()
beforeAll(async () => {
  office = await openOffice({ metrics, limits: { lingerMs: 100, segmentRows: 100, looseRows: 50 } })
})
afterAll(() => office.close())

const count = async (table: string, draft: string) => {
  const { rows } = await office.database.pool.query(`select count(*)::int n from ${table} where draft_id = $1`, [draft])
  return rows[0].n as number
}

test('SAVE-3: the raw log is put away compressed, and every row of it can still be read with author and time', async () => {
  const draft = await office.draft('')
  const people = [randomUUID(), randomUUID()]
  const [a, b] = await Promise.all(people.map((person) => RawClient.open(office.url, draft, person)))
  if (!a || !b) throw new Error('no clients')
  for (let i = 0; i < 150; i++) {
    a.type('a')
    b.type('b')
    await until('the first is stored', () => a.lastStored === a.sent)
  }
  await until('all is stored', () => a.lastStored === a.sent && b.lastStored === b.sent)
  const words = (await office.onDisk(draft)).getText('t').toString()
  const before: unknown[] = []
  for await (const row of office.collaboration.history(office.database.pool, draft)) before.push(row)
  expect(words.length).toBe(300)
  a.close()
  b.close()
  await until('a part is archived', async () => (await count('text_archives', draft)) > 0)

  const after: { position: number; userId: string | null; update: Buffer }[] = []
  for await (const row of office.collaboration.history(office.database.pool, draft)) after.push(row)
  expect(after.length).toBe(before.length)
  expect(after).toEqual(before)
  expect(new Set(after.map(({ userId }) => userId))).toEqual(new Set([null, ...people]))
  const again = new Y.Doc()
  for (const { update } of after) Y.applyUpdate(again, update)
  expect(again.getText('t').toString()).toBe(words)

  const { rows } = await office.database.pool.query<{ size: number; rows: number }>(
    `select sum(pg_column_size(segment))::int size, sum(to_position - from_position + 1)::int rows
     from text_archives where draft_id = $1`,
    [draft],
  )
  expect((rows[0]?.size ?? 1e9) / (rows[0]?.rows ?? 1)).toBeLessThan(25)

  await until('nothing is open', () => office.collaboration.stats().rooms === 0)
  await office.database.pool.query('delete from text_snapshots where draft_id = $1', [draft])
  expect((await office.onDisk(draft)).getText('t').toString()).toBe(words)

  const { owner } = office.database
  await expect(owner.query('delete from text_updates where draft_id = $1', [draft])).rejects.toThrow(/append-only/)
  await expect(owner.query('delete from text_archives where draft_id = $1', [draft])).rejects.toThrow(/refused/)
}, 60_000)

test('a stretch that an earlier version deflated is read as before', async () => {
  const draft = randomUUID()
  const segment = 'Y9KOVlLSUTJIs0hLTDFN0k2xTE7SNTGzTNNNNDQz1TU3sDAzNzeysDQ1SFWKZfi94++GmSZMDAyMd7iZGRgZAA=='
  await office.database.owner.query(
    `insert into text_archives (draft_id, from_position, to_position, sha256, segment)
     values ($1, 1, 2, '', decode($2, 'base64'))`,
    [draft, segment],
  )
  const read: unknown[] = []
  for await (const row of office.collaboration.history(office.database.pool, draft)) read.push(row)
  const first = new Date('2026-11-01T08:00:00.123Z')
  expect(read).toEqual([
    { position: 1, userId: null, at: first, update: Buffer.from([0, 0]) },
    {
      ...{ position: 2, userId: '0f8fad5b-d9cb-469f-a165-70867728950e', at: new Date(+first + 1500) },
      update: Buffer.from([0, 1, 0]),
    },
  ])
})

test('the operator sees rooms, connections, commits, refusals by reason and the weight of a character', async () => {
  const draft = await office.draft('')
  const client = await RawClient.open(office.url, draft, randomUUID())
  client.type('Căn cứ')
  await until('it is stored', () => client.lastStored === client.sent)
  const stranger = randomUUID()
  office.rights.set(stranger, draft, 'none')
  expect(await new RawClient(office.url, draft, stranger).closedWith()).toBe(CLOSE.notFound.code)
  const seen = await metrics.metrics()
  expect(seen).toMatch(/butphe_collab_rooms 1/)
  expect(seen).toMatch(/butphe_collab_connections 1/)
  expect(seen).toMatch(/butphe_collab_unsaved_messages 0/)
  expect(seen).toMatch(/butphe_collab_refused_total\{reason="notFound"\} 1/)
  expect(seen).toMatch(/butphe_collab_commit_seconds_count [1-9]/)
  expect(seen).toMatch(/butphe_collab_bytes_per_character_count [1-9]/)
  expect(seen).not.toContain('Căn')
  client.close()
})
