import { expect, test } from 'vitest'
import { composed, hasTower } from './composed.ts'

test('Vietnamese in either form is the same, and other scripts keep all their marks', () => {
  for (const text of ['Lò Thị Mai', 'ệ̣', 'นี้', 'שָׁלוֹם', '👍🏽', 'e\u0301'.repeat(1_000)]) {
    expect(composed(text.normalize('NFD'))).toBe(text.normalize('NFC'))
    expect(hasTower(text.normalize('NFD'))).toBe(false)
  }
})

test('a tower of marks keeps its first thirty', () => {
  expect(hasTower(`a${'\u0301'.repeat(30)}`)).toBe(false)
  expect(hasTower(`a${'\u0301'.repeat(31)}`)).toBe(true)
  expect(composed(`b${'\u0331'.repeat(500)}c`)).toBe(`b${'\u0331'.repeat(30)}c`.normalize('NFC'))
  expect(composed(`b${'\u{1D165}'.repeat(500)}c`)).toBe(`b${'\u{1D165}'.repeat(30)}c`) // of two units each
})

test.each(['\u0316\u0301', '\u0301'])('BUDGET-1: a million marks in no time', (marks) => {
  for (const text of [`a${marks.repeat(1_000_000 / marks.length)}`, `a${marks.repeat(15)}`.repeat(30_000)]) {
    const began = performance.now()
    composed(text)
    expect(performance.now() - began).toBeLessThan(10_000) // it took many minutes
  }
})
