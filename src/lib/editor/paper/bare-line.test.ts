import { expect, test } from 'vitest'
import { bareLine } from './bare-line.ts'

test.each([
  ['Sở Y', 4, { typed: 'Sở Y', start: 0, at: 0, isEnd: true }],
  ['- Sở Y;', 6, { typed: 'Sở Y', start: 2, at: 0, isEnd: true }],
  ['Như trên\n– bộ\nLưu: VT', 13, { typed: 'bộ', start: 11, at: 1, isEnd: true }],
  ['Sở Y tế', 2, { typed: 'Sở', start: 0, at: 0, isEnd: false }],
  ['', 0, { typed: '', start: 0, at: 0, isEnd: true }],
  ['a\n', 2, { typed: '', start: 2, at: 1, isEnd: true }],
])('«%s», the caret at %i', (value, caret, line) => {
  expect(bareLine(value, caret)).toEqual(line)
})
