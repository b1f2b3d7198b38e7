import { expect, test } from 'vitest'
import { cellWidths, type PastedCell } from './column-widths.ts'

const cell = (width: number | null, colspan = 1, rowspan = 1): PastedCell => ({ width, colspan, rowspan })

test('columns are as wide as their own cells say, under a cell that covers two and beside one that goes down', () => {
  const rows = [
    [cell(38), cell(225), cell(200, 2)],
    [cell(38, 1, 2), cell(225), cell(90), cell(110)],
    [cell(225), cell(null), cell(110)],
  ]
  expect(cellWidths(rows, [])).toEqual([
    [[38], [225], [90, 110]],
    [[38], [225], [90], [110]],
    [[225], [90], [110]],
  ])
})

test('what the table itself tells of its columns comes first', () => {
  expect(cellWidths([[cell(null), cell(7)]], [40, 300])).toEqual([[[40], [300]]])
})

test('where one column is not known none is: half of them would be set against the rest', () => {
  expect(cellWidths([[cell(40), cell(null)]], [])).toBeNull()
  expect(cellWidths([[cell(40), cell(0)]], [])).toBeNull()
  expect(cellWidths([], [])).toBeNull()
})
