/** SUG-1: rejecting leaves the text as it was, accepting all gives what direct editing gives, and the order does not matter. */
import { expect, test } from 'vitest'
import { compare } from './compare.ts'
import type { Change } from './shapes.ts'
import { accept, act, copyOf, plain, random, start } from './testing.ts'

const SEQUENCES = Number(process.env.SUGGEST_SEQUENCES ?? 120)
const FIRST = Number(process.env.SUGGEST_SEED ?? 1)

test('one author: accepting all is what direct editing gives', () => {
  for (let seed = FIRST; seed < FIRST + SEQUENCES; seed++) {
    const pick = random(seed * 7919)
    const text = start()
    const before = plain(text)
    const copy = copyOf(text)
    for (let acts = 1 + pick(6); acts > 0; acts--) act(copy, pick, 11)
    const suggestions = compare(text, copy)
    expect(plain(text), `seed ${seed}`).toBe(before)
    expect(
      accept(text, suggestions, (at) => at + 1),
      `seed ${seed}`,
    ).toEqual([])
    expect(plain(text), `seed ${seed}`).toBe(plain(copy))
  }
})

test('three authors: in whatever order, the end is the same', () => {
  for (let seed = FIRST; seed < FIRST + SEQUENCES; seed++) {
    const pick = random(seed * 104729)
    const text = start()
    const all: Change[][] = []
    for (let author = 0; author < 3; author++) {
      const copy = copyOf(text)
      for (let acts = 1 + pick(3); acts > 0; acts--) act(copy, pick, 4)
      all.push(...compare(text, copy))
    }
    const order = all.map((_, at) => at)
    const other = [...order].sort(() => pick(2) - 0.5)
    const [a, b] = [copyOf(text), copyOf(text)]
    accept(a, all, (at) => at + 1, order)
    accept(b, all, (at) => at + 1, other)
    expect(plain(b), `seed ${seed}`).toBe(plain(a))
  }
})
