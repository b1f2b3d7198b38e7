import 'fake-indexeddb/auto'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import { TailStore } from './tail-store.ts'

let databases = 0
const newName = () => `tail-${++databases}`
const bytes = (...values: number[]) => Uint8Array.from(values)
const open = (name: string, person = 'lan', draft = 'd') => new TailStore(person, draft, () => {}, name)

test('SAVE-2: what is kept is found by the next visit, oldest first', async () => {
  const name = newName()
  const first = open(name)
  first.keep(bytes(1), 10)
  first.keep(bytes(2), 20)
  await first.close()
  const rows = await open(name).load()
  expect(rows.map((row) => [...row.update])).toEqual([[1], [2]])
  expect(rows.every((row) => !row.isStranded)).toBe(true)
})

test('SAVE-2: what is released is gone, written or not', async () => {
  const name = newName()
  const store = open(name)
  const early = store.keep(bytes(1))
  store.release([early]) // acknowledged before it was written
  const late = store.keep(bytes(2))
  await store.settled()
  store.release([late])
  store.keep(bytes(3))
  await store.close()
  expect((await open(name).load()).map((row) => row.update[0])).toEqual([3])
})

test('SAVE-2: an edit kept while others are being written is written too', async () => {
  const name = newName()
  const store = open(name)
  for (let i = 0; i < 20; i++) {
    store.keep(bytes(i))
    await pause(i % 3)
  }
  await store.settled()
  expect(await open(name).load()).toHaveLength(20)
})

test('SAVE-2: an edit that the server confirms at once is never written; one that it does not is, after a moment', async () => {
  const name = newName()
  const store = open(name)
  const seen = async () => (await open(name).load()).map((row) => row.update[0])
  store.release([store.keep(bytes(1))])
  store.keep(bytes(2))
  expect(await seen()).toEqual([])
  await vi.waitFor(async () => expect(await seen()).toEqual([2]))
  store.keep(bytes(3))
  await store.close()
  expect(await seen()).toEqual([2, 3])
})

test('SAVE-2: a page that is left writes what still waits', async () => {
  const name = newName()
  vi.useFakeTimers({ toFake: ['setTimeout'] }) // the moment of grace never ends
  const store = open(name)
  store.keep(bytes(1))
  store.writeNow()
  vi.useRealTimers()
  await vi.waitFor(async () => expect(await open(name).load()).toHaveLength(1))
})

test('rows belong to one person and one draft', async () => {
  const name = newName()
  const store = open(name, 'lan', 'd')
  store.keep(bytes(1))
  await store.close()
  expect(await open(name, 'minh', 'd').load()).toEqual([])
  expect(await open(name, 'lan', 'd2').load()).toEqual([])
  expect(await open(name, 'lan', 'd').load()).toHaveLength(1)
})

test('stranded rows stay marked until they are sent or discarded', async () => {
  const name = newName()
  const store = open(name)
  const key = store.keep(bytes(1))
  await store.mark([key], true)
  expect((await open(name).load())[0]?.isStranded).toBe(true)
})

test('a browser that stores nothing is reported, and nothing else breaks', async () => {
  vi.stubGlobal('indexedDB', undefined)
  const onFailure = vi.fn()
  const store = new TailStore('lan', 'd', onFailure, newName())
  store.release([store.keep(bytes(1))])
  store.keep(bytes(2))
  expect(await store.load()).toEqual([])
  expect(onFailure).toHaveBeenCalled()
  vi.unstubAllGlobals()
})
