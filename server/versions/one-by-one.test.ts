import { setImmediate as breathe } from 'node:timers/promises'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { OneByOne } from './one-by-one.ts'

afterEach(() => void vi.useRealTimers())

/** Acts that note that they have begun, and end when they are told to. */
function stage() {
  const turns = new OneByOne()
  const begun: string[] = []
  const ends = new Map<string, () => void>()
  const ask = (person: string, name: string) =>
    turns
      .take(person, () => {
        begun.push(name)
        return new Promise<string>((resolve) => ends.set(name, () => resolve(name)))
      })
      .catch((error: { code: string }) => error.code)
  return { turns, begun, ask, end: (name: string) => ends.get(name)?.() }
}

describe('work on past texts', () => {
  it('is done one by one for each person, and refused before it begins where too much waits', async () => {
    const { begun, ask, end } = stage()
    const asked = Array.from({ length: 40 }, (_, at) => ask('a', String(at)))
    const other = ask('b', 'of another')
    await breathe()
    expect(begun).toEqual(['0', 'of another'])
    expect(await Promise.all(asked.slice(7))).toEqual(Array(33).fill('too_many_requests'))
    for (let at = 0; at < 7; at++) {
      end(String(at))
      expect(await asked[at]).toBe(String(at))
      await breathe()
    }
    end('of another')
    expect([await other, begun.length]).toEqual(['of another', 8])
  })

  it('goes on behind what failed, and forgets who waits for nothing', async () => {
    const { turns, ask, end } = stage()
    const failing = turns.take('a', () => Promise.reject(new Error('no'))).catch(({ message }: Error) => message)
    const next = ask('a', 'next')
    expect(await failing).toBe('no')
    await breathe()
    end('next')
    expect(await next).toBe('next')
    expect(await turns.take('a', () => Promise.resolve(7))).toBe(7)
  })

  it('is not begun for a page that has given up', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const { begun, ask, end } = stage()
    const [first, late] = [ask('a', 'first'), ask('a', 'late')]
    await breathe()
    vi.setSystemTime(Date.now() + 16_000)
    end('first')
    expect([await first, await late]).toEqual(['first', 'too_many_requests'])
    expect(begun).toEqual(['first'])
  })
})
