import { expect, test } from 'vitest'
import { saidInSheet, writtenInSheet } from './sheet-text.ts'

test.each(['Cấp _x0031_2 tỷ', '_x0041_', '_x005F_x0041_', '_x_x0041_', '_xABCD', 'a_b', '_x000d_'])(
  'TRUE-1: a spreadsheet reads «%s» as it stands on the page',
  (text) => {
    expect(saidInSheet(writtenInSheet(text))).toBe(text)
  },
)

test('what a spreadsheet wrote so that XML can hold it is read', () => {
  expect(saidInSheet('Dòng một_x000D_\nDòng hai')).toBe('Dòng một\r\nDòng hai')
  expect(saidInSheet('_x005F_x0041_')).toBe('_x0041_')
})

test('what XML cannot hold is left out', () => {
  expect(writtenInSheet('a\u0001\uFFFE\uD800<&>')).toBe('a\uFFFD&lt;&amp;&gt;')
})
