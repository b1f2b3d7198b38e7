import { expect, test } from 'vitest'
import { printModel } from '../../../src/lib/document/print.ts'
import { appendix, br, cell, clause, documentOf, line, p, ref, row, table } from '../../../src/lib/document/testing.ts'
import { pageMarks } from './page-marks.ts'

const footnote = { type: 'footnote', attrs: { text: 'Nguồn: …' } }
const document = documentOf('ke-hoach', [
  clause('dieu', 'Trách nhiệm', 'x'),
  table(),
  p('xem ', ref('x'), ', sau', footnote, ' đó', br, 'hết'),
  line('một hai'),
  table(row(cell('a')), row(cell('b'))),
  appendix('Danh mục'),
  p('một'),
])
const model = printModel(document)
const found = { page: 2, block: 0, offset: 0, row: 0, goesOn: false }
const marks = (...breaks: object[]) =>
  pageMarks(
    breaks.map((more) => ({ ...found, ...more })),
    document,
    model,
  )

test('the place of a block is its place in the text, whatever prints nothing', () => {
  expect(model.blocks).toHaveLength(6) // the table without cells is not printed
  expect(marks({ block: 0 }, { block: 1 }, { block: 3, row: 1 })).toMatchObject([
    { block: 0, offset: 0 },
    { block: 2, offset: 0 },
    { block: 4, row: 1 },
  ])
})

test('printed words are counted as the editor counts them', () => {
  const printed = 'xem Điều 1, sau đó\nhết'
  const offset = (words: string) => marks({ block: 1, offset: printed.indexOf(words) })[0]?.offset
  expect(offset('Điều')).toBe(4)
  expect(offset('sau')).toBe(7)
  expect(offset('đó')).toBe(12)
  expect(offset('hết')).toBe(15)
  expect(marks({ block: 2, offset: '- một '.length })).toMatchObject([{ offset: 4 }])
})

test('every appendix counts its pages from 1', () => {
  const numbers = marks(
    { page: 2 },
    { page: 3, block: 3, row: 1 },
    { page: 4, block: 4 },
    { page: 5, block: 5 },
    { page: 6, block: 5, goesOn: true },
  ).map(({ number }) => number)
  expect(numbers).toEqual([2, 3, 1, 2, 3])
})
