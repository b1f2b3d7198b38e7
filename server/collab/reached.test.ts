import { expect, test } from 'vitest'
import { Reached } from './reached.ts'

const words = (reached: Reached) => {
  const said: string[] = []
  for (let next; (next = reached.next());) said.push(...next.map(String))
  return said
}
const stretch = (head: number, ...updates: string[]) => ({ head, updates: updates.map((word) => Buffer.from(word)) })

test('what follows is taken at once', () => {
  const reached = new Reached()
  reached.note(0, stretch(2, 'a', 'b'))
  expect(words(reached)).toEqual(['a', 'b'])
  expect([reached.position, reached.hasGap]).toEqual([2, false])
})

test('what comes too early waits for what precedes it', () => {
  const reached = new Reached()
  reached.note(1, stretch(2, 'b'))
  reached.note(2, stretch(3))
  expect(words(reached)).toEqual([])
  expect([reached.position, reached.hasGap]).toEqual([0, true])
  reached.note(0, stretch(1, 'a'))
  expect(words(reached)).toEqual(['a', 'b'])
  expect([reached.position, reached.hasGap]).toEqual([3, false])
})

test('what was heard before is not heard again', () => {
  const reached = new Reached()
  reached.readUpTo(5)
  reached.note(3, stretch(5, 'old'))
  expect(words(reached)).toEqual([])
  expect(reached.hasGap).toBe(false)
})

test('a stretch that is only announced is a gap until the log was read', () => {
  const reached = new Reached()
  reached.note(0, { head: 4, updates: null })
  reached.note(4, stretch(5, 'e'))
  expect(words(reached)).toEqual([])
  expect(reached.hasGap).toBe(true)
  reached.readUpTo(4)
  expect(words(reached)).toEqual(['e'])
  expect([reached.position, reached.hasGap]).toEqual([5, false])
})

test('what waits is bounded, and a gap stays a gap', () => {
  const reached = new Reached()
  for (let at = 1; at <= 5_000; at++) reached.note(at, stretch(at + 1, 'x'))
  expect(reached.hasGap).toBe(true)
  reached.readUpTo(4_500)
  expect(words(reached).length).toBeLessThan(1_001)
})
