import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as Y from 'yjs'
import { CLOSE } from '../../../src/lib/collab/close.ts'
import { type Office, openOffice, until } from './office.ts'
import { RawClient } from './raw-client.ts'

let office: Office
beforeAll(async () => (office = await openOffice()))
afterAll(() => office.close())

/** Closes a text as finalization does; `inside` runs in its transaction, after the close. */
async function freeze(draft: string, inside: (words: string) => Promise<void> = async () => {}) {
  const client = await office.database.pool.connect()
  try {
    await client.query('begin')
    const closed = await office.collaboration.close(client, draft)
    const doc = new Y.Doc()
    Y.applyUpdate(doc, await office.collaboration.readState(client, draft))
    const words = doc.getText('t').toString()
    await inside(words)
    await client.query('commit')
    return { ...closed, words }
  } finally {
    client.release()
  }
}

test('FRZ-1: open editors become read-only, and what they send afterwards is refused by name', async () => {
  const draft = await office.draft('Căn cứ')
  const client = await RawClient.open(office.url, draft, randomUUID())
  client.type(' Luật')
  await until('it is stored', () => client.lastStored === client.sent)
  const { frozenAt, position, words } = await freeze(draft)
  expect(words).toBe('Căn cứ Luật')
  expect(position).toBe(2)
  office.collaboration.frozen(draft, frozenAt)
  await until('the editor knows', () => client.standing?.frozenAt === frozenAt.toISOString())
  client.type(' muộn')
  expect(await client.closedWith()).toBe(CLOSE.frozen.code)
  expect((await office.onDisk(draft)).getText('t').toString()).toBe('Căn cứ Luật')

  const later = await RawClient.open(office.url, draft, randomUUID())
  expect(later.standing?.frozenAt).toBe(frozenAt.toISOString())
  expect(later.words).toBe('Căn cứ Luật')
  later.close()
})

test('FRZ-1: without any hint, the freeze is known within 2 s of the change of access', async () => {
  const draft = await office.draft()
  const client = await RawClient.open(office.url, draft, randomUUID())
  await freeze(draft)
  await office.database.pool.query('insert into access_changes (draft_id) values ($1)', [draft])
  await until('the editor knows', () => client.standing?.frozenAt != null, 2_000)
  client.close()
})

test('FRZ-1: an edit that races the freeze is in the frozen text, or refused and its author told', async () => {
  for (let round = 0; round < 25; round++) {
    const draft = await office.draft('')
    const author = await RawClient.open(office.url, draft, randomUUID())
    const reader = await RawClient.open(office.url, draft, randomUUID())
    let typed = 0
    const typing = setInterval(() => author.closed === null && author.type(String(typed++ % 10)), 1)
    await new Promise((resolve) => setTimeout(resolve, round * 2))
    const { words } = await freeze(draft, () => new Promise((resolve) => setTimeout(resolve, round % 5)))
    await until('the author is told', () => author.closed !== null)
    clearInterval(typing)
    expect(author.closed?.code).toBe(CLOSE.frozen.code)
    const final = (await office.onDisk(draft)).getText('t').toString()
    expect(final).toBe(words)
    expect(author.words.startsWith(final)).toBe(true)
    // What the reader was shown is the frozen text, or it was told to load again.
    await new Promise((resolve) => setTimeout(resolve, 20))
    if (reader.closed) expect(reader.closed.code).toBe(CLOSE.reload.code)
    else expect(reader.words).toBe(final)
    // Everything that was confirmed is in it: one step 2, then one character a message.
    expect(final.length).toBeGreaterThanOrEqual(author.lastStored - 1)
    reader.close()
  }
})

test('FRZ-1: Postgres itself takes nothing into a closed text, opens none, and never forgets a row', async () => {
  const { owner } = office.database // whom only the triggers hold back
  const draft = await office.draft()
  await freeze(draft)
  const refusals = [
    ['insert into text_updates (draft_id, position, update) values ($1, 1, $2)', /duplicate|closed/],
    ['insert into text_updates (draft_id, position, update) values ($1, 2, $2)', /closed/],
    ['update text_heads set frozen_at = null where draft_id = $1 and $2::bytea is not null', /stays where/],
    ['update text_heads set head = head + 1 where draft_id = $1 and $2::bytea is not null', /stays where/],
    ['delete from text_heads where draft_id = $1 and $2::bytea is not null', /stays where/],
    ['update text_updates set update = $2 where draft_id = $1', /append-only/],
    ['delete from text_updates where draft_id = $1 and $2::bytea is not null', /append-only/],
  ] as const
  for (const [statement, reason] of refusals) {
    await expect(owner.query(statement, [draft, Buffer.from([0, 0])]), statement).rejects.toThrow(reason)
  }
  await expect(owner.query('truncate text_updates')).rejects.toThrow(/append-only/)
})

test('FRZ-1: a writer who does not go through the log waits for a freeze under way and is then refused', async () => {
  const { pool } = office.database
  const draft = await office.draft()
  const client = await pool.connect()
  await client.query('begin')
  await office.collaboration.close(client, draft)
  const racing = pool.query('insert into text_updates (draft_id, position, update) values ($1, 2, $2)', [
    draft,
    Buffer.from([0, 0]),
  ])
  const outcome = racing.then(
    () => 'taken',
    () => 'refused',
  )
  await new Promise((resolve) => setTimeout(resolve, 50))
  await client.query('commit')
  client.release()
  expect(await outcome).toBe('refused')
})
