import { expect, test } from 'vitest'
import { askedBy } from './asked.ts'

test.each([
  ['/ng', 'ng'],
  ['Giao /sở nội', 'sở nội'],
  ['(/ngày', 'ngày'],
  ['«/bộ', 'bộ'],
])('«%s» asks for «%s»', (before, typed) => {
  expect(askedBy(before)).toBe(typed)
})

test.each([
  '',
  '/',
  'Giao / ',
  '15/QĐ',
  'và/hoặc',
  'tháng 11/2026',
  '/2026',
  'a//b',
  'https://sonla',
  `/${'a'.repeat(41)}`,
  '/ng/',
])('«%s» asks for nothing', (before) => {
  expect(askedBy(before)).toBeNull()
})
