import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { CaretNames } from './caret-names.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

/** A caret that knows whether its name is shown, and no more. */
function caret() {
  const shown = {
    isNamed: false,
    toggleAttribute: (_: string, on: boolean) => (shown.isNamed = on),
    setAttribute: () => void (shown.isNamed = true),
    removeAttribute: () => void (shown.isNamed = false),
  }
  return shown
}

function room(...clients: number[]) {
  const states = new Map<number, { [field: string]: unknown }>(clients.map((client) => [client, { cursor: { at: 1 } }]))
  let tell = () => {}
  const others = { getStates: () => states, on: (_: string, listener: () => void) => (tell = listener), off: vi.fn() }
  const names = new CaretNames(others)
  const put = (client: number, at: number) => {
    states.set(client, { cursor: { at } })
    tell()
  }
  return { names, put }
}

test('whoever opens the page sees dots; a name is shown while its caret moves, and a moment longer', () => {
  const { names, put } = room(1, 2)
  const [one, two] = [caret(), caret()]
  names.drawn(1, one)
  names.drawn(2, two)
  put(3, 1)
  expect([one.isNamed, two.isNamed]).toEqual([false, false])
  put(1, 2)
  expect([one.isNamed, two.isNamed]).toEqual([true, false])
  vi.advanceTimersByTime(2_000)
  put(1, 3)
  vi.advanceTimersByTime(2_000)
  expect(one.isNamed).toBe(true)
  vi.advanceTimersByTime(2_000)
  expect(one.isNamed).toBe(false)
})

test('a caret that is drawn anew goes on as it was', () => {
  const { names, put } = room(1)
  put(1, 2)
  const [first, again] = [caret(), caret()]
  names.drawn(1, first)
  names.drawn(1, again)
  expect(again.isNamed).toBe(true)
  vi.advanceTimersByTime(5_000)
  expect(again.isNamed).toBe(false)
})
