import { expect, it } from 'vitest'
import { isSame, matches } from './matching.ts'

it('finds without diacritics, in any case and order', () => {
  expect(matches('quyet dinh', 'Quyết định (cá biệt)')).toBe(true)
  expect(matches('ĐỊNH quyết', 'Quyết định')).toBe(true)
  expect(matches('đấu thầu', 'Kế hoạch đấu thầu')).toBe(true)
  expect(matches('dau thau', 'Kế hoạch ĐẤU THẦU')).toBe(true)
  expect(matches('', 'gì cũng được')).toBe(true)
  expect(matches('quyet toan', 'Quyết định')).toBe(false)
})

it('knows a name that was typed whole, and no other', () => {
  expect(isSame('cong van moi ', 'Công văn mới')).toBe(true)
  expect(isSame('cong van', 'Công văn mới')).toBe(false)
  expect(isSame('cong van moi', 'Về công văn mới')).toBe(false)
})
