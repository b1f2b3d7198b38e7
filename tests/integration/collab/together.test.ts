import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Office, openOffice, until } from './office.ts'

let office: Office
beforeAll(async () => (office = await openOffice()))
afterAll(() => office.close())

test('SYNC-1: two stock y-websocket clients write one text', async () => {
  const draft = await office.draft('Căn cứ Luật')
  const a = office.client(draft, randomUUID())
  const b = office.client(draft, randomUUID())
  await until('both are in step', () => a.provider.synced && b.provider.synced)
  expect(a.text.toString()).toBe('Căn cứ Luật')

  a.text.insert(a.text.length, ' Tổ chức')
  b.text.insert(0, '1. ')
  b.text.delete(0, 1)
  await until('both say the same', () => a.text.toString() === b.text.toString() && a.text.length === 21)
  await until('it is on disk', async () => (await office.onDisk(draft)).getText('t').toString() === a.text.toString())
})
