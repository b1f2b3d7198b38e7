import { afterEach, beforeEach, expect, test, vi } from 'vitest'

let AfterPaint: typeof import('./after-paint.ts').AfterPaint
beforeEach(async () => {
  vi.resetModules() // nothing of other tests waits there
  ;({ AfterPaint } = await import('./after-paint.ts'))
  vi.useFakeTimers()
})
afterEach(() => void vi.useRealTimers())

test('acts once for all that was asked for, at once when told to, and not when taken back', () => {
  const [soon, now, never] = [vi.fn(), vi.fn(), vi.fn()]
  const [one, two, three] = [new AfterPaint(soon), new AfterPaint(now), new AfterPaint(never)]
  one.ask()
  one.ask()
  two.ask()
  three.ask()
  three.cancel()
  two.now()
  expect([soon, now].map((act) => act.mock.calls.length)).toEqual([0, 1])
  vi.runAllTimers()
  expect([soon, now, never].map((act) => act.mock.calls.length)).toEqual([1, 1, 0])
})

test('what fails keeps nothing else from acting for good', () => {
  const act = vi.fn()
  const failing = new AfterPaint(() => {
    throw new Error('fails')
  })
  const other = new AfterPaint(act)
  failing.ask()
  other.ask()
  expect(() => vi.runAllTimers()).toThrow('fails')
  other.ask()
  vi.runAllTimers()
  expect(act).toHaveBeenCalledOnce()
})
