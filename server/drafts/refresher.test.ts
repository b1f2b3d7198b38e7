import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createRefresher } from './refresher.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Reads as slowly as on the busiest day, and is let go on by hand. */
function slowly() {
  const reading: { draftId: string; done: () => void }[] = []
  const errors: unknown[] = []
  const refresher = createRefresher(
    (draftId) => new Promise<void>((done) => reading.push({ draftId, done })),
    (error) => errors.push(error),
  )
  const pause = () => vi.advanceTimersByTimeAsync(2_000)
  const finish = async () => {
    reading.at(-1)?.done()
    await vi.advanceTimersByTimeAsync(0)
  }
  return { refresher, reading, pause, finish, errors }
}

test('however long the typing goes on, one text is read at a time, and the last words are in', async () => {
  const { refresher, reading, pause, finish } = slowly()
  for (let i = 0; i < 400; i++) {
    refresher.noteStored('a')
    refresher.noteStored('b')
    await pause()
  }
  expect(reading.map(({ draftId }) => draftId)).toEqual(['a'])
  await finish()
  expect(reading.map(({ draftId }) => draftId)).toEqual(['a', 'b'])
  await finish()
  await finish()
  expect(reading.map(({ draftId }) => draftId)).toEqual(['a', 'b', 'a']) // stored after the first reading had begun
  await pause()
  expect(reading).toHaveLength(3)
})

test('one that cannot be read is told and holds up nobody', async () => {
  const errors: unknown[] = []
  const read: string[] = []
  const refresher = createRefresher(
    async (draftId) => {
      read.push(draftId)
      if (draftId === 'broken') throw new Error('broken')
    },
    (error) => errors.push(error),
  )
  refresher.noteStored('broken')
  refresher.noteStored('sound')
  await refresher.flush()
  expect(read).toEqual(['broken', 'sound'])
  expect(errors).toHaveLength(1)
  refresher.noteStored('sound')
  await vi.advanceTimersByTimeAsync(2_000)
  expect(read).toEqual(['broken', 'sound', 'sound'])
})
