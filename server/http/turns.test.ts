import { expect, test } from 'vitest'
import { Turns } from './turns.ts'

/** Counts the turns of the event loop until it is stopped. */
function countTurns() {
  let turn = 0
  let isOver = false
  const next = () => {
    turn += 1
    if (!isOver) setImmediate(next)
  }
  setImmediate(next)
  return { now: () => turn, stop: () => (isOver = true) }
}

/** Resolves when everybody has had their turn who came before. */
const lastOf = (turns: Turns) => new Promise<void>((resolve) => turns.take(resolve))

test('of a crowd one is begun in each turn of the event loop, in the order of coming', async () => {
  const clock = countTurns()
  const turns = new Turns()
  const begun: { who: number; turn: number }[] = []
  for (let who = 0; who < 100; who++) turns.take(() => begun.push({ who, turn: clock.now() }))
  await lastOf(turns)
  clock.stop()
  expect(begun.map(({ who }) => who)).toEqual(Array.from({ length: 100 }, (_, who) => who))
  expect(new Set(begun.map(({ turn }) => turn)).size).toBe(100)
})

test('who comes first is begun before the crowd that waits', async () => {
  const turns = new Turns()
  const begun: string[] = []
  for (const who of ['one', 'two', 'three']) turns.take(() => begun.push(who))
  turns.take(() => begun.push('health'), { first: true })
  await lastOf(turns)
  expect(begun).toEqual(['health', 'one', 'two', 'three'])
})

test('a crowd of those who come first leaves every other turn to the rest', async () => {
  const turns = new Turns()
  const begun: string[] = []
  for (let i = 0; i < 100; i++) turns.take(() => begun.push('health'), { first: true })
  for (const who of ['one', 'two', 'three']) turns.take(() => begun.push(who))
  await lastOf(turns)
  expect(begun).toEqual(['health', 'one', 'health', 'two', 'health', 'three', 'health'])
})

test('lines take turns, each in its order: a crowd of one line waits for itself', async () => {
  const turns = new Turns()
  const begun: string[] = []
  for (let i = 0; i < 100; i++) turns.take(() => begun.push(`crowd ${i}`), { line: 'stranger' })
  for (const who of ['one', 'two']) turns.take(() => begun.push(who), { line: 'signed in' })
  turns.take(() => begun.push('health'), { first: true })
  await new Promise<void>((resolve) => turns.take(resolve, { line: 'stranger' }))
  expect(begun.slice(0, 6)).toEqual(['health', 'crowd 0', 'one', 'crowd 1', 'two', 'crowd 2'])
  expect(begun).toHaveLength(103)
  expect(begun.at(-1)).toBe('crowd 99')
})

test('who fails does not hold up the others', async () => {
  const turns = new Turns()
  const failures: unknown[] = []
  const hear = (error: unknown) => failures.push(error)
  process.once('uncaughtException', hear)
  turns.take(() => {
    throw new Error('a fault of one')
  })
  await lastOf(turns)
  process.off('uncaughtException', hear)
  expect(failures).toHaveLength(1)
})
