import { expect, it } from 'vitest'
import { matches } from './matching.ts'

it('finds without diacritics, in any case and order', () => {
  expect(matches('quyet dinh', 'Quyết định (cá biệt)')).toBe(true)
  expect(matches('ĐỊNH quyết', 'Quyết định')).toBe(true)
  expect(matches('đấu thầu', 'Kế hoạch đấu thầu')).toBe(true)
  expect(matches('dau thau', 'Kế hoạch ĐẤU THẦU')).toBe(true)
  expect(matches('', 'gì cũng được')).toBe(true)
  expect(matches('quyet toan', 'Quyết định')).toBe(false)
})
