import { expect, test } from 'vitest'
import { calendarDay } from './register.ts'

test.each([
  ['2025-12-31T16:59:59Z', '2025-12-31', 2025],
  ['2025-12-31T17:00:00Z', '2026-01-01', 2026],
  ['2026-03-05T01:00:00Z', '2026-03-05', 2026],
])('at %s it is %s in Vietnam', (at, date, year) => {
  expect(calendarDay(new Date(at))).toEqual({ date, year })
})
