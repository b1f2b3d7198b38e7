import pg from 'pg'
import { expect, test, vi } from 'vitest'
import { createLimiter } from './limit.ts'

test('a limiter leaves nothing running: many are made for one request each', () => {
  vi.useFakeTimers()
  for (let times = 0; times < 3; times++) createLimiter(new pg.Pool(), 'images', 200)
  expect(vi.getTimerCount()).toBe(0)
  vi.useRealTimers()
})
