import { expect, test } from 'vitest'
import { createWatch, LONGEST_MS, MANY_COMMITS, PAUSE_MS } from './watch.ts'

function watched() {
  let now = 0
  const kept: string[] = []
  const failures: unknown[] = []
  const watch = createWatch(
    async (draftId) => {
      if (draftId === 'broken') throw new Error('no')
      kept.push(`${draftId} ${now / 60_000}`)
    },
    (error) => void failures.push(error),
    () => now,
  )
  return { watch, kept, failures, pass: (ms: number) => (now += ms) }
}

test('a version is kept once people have paused, and no second one for the same words', async () => {
  const { watch, kept, pass } = watched()
  watch.noteStored('a')
  pass(PAUSE_MS - 1)
  await watch.pulse()
  expect(kept).toEqual([])
  pass(1)
  await watch.pulse()
  await watch.pulse()
  expect(kept).toEqual(['a 5'])
})

test('whoever never pauses gets one now and then, however much is typed', async () => {
  const { watch, kept, pass } = watched()
  for (let at = 0; at < LONGEST_MS / 60_000; at++) {
    watch.noteStored('a')
    pass(60_000)
    await watch.pulse()
  }
  expect(kept).toEqual(['a 30'])
  for (let at = 0; at < MANY_COMMITS; at++) watch.noteStored('b')
  await watch.pulse()
  expect(kept).toHaveLength(1)
  pass(PAUSE_MS - 1000)
  watch.noteStored('b')
  pass(1000)
  await watch.pulse()
  expect(kept).toEqual(['a 30', 'b 35'])
})

test('one that cannot be kept stops no other', async () => {
  const { watch, kept, failures, pass } = watched()
  watch.noteStored('broken')
  watch.noteStored('a')
  pass(PAUSE_MS)
  await watch.pulse()
  expect([kept, failures.length]).toEqual([['a 5'], 1])
})
