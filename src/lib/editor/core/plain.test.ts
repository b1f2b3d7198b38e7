import { expect, test } from 'vitest'
import { nodeOf, plainOf } from '../../document/shared-form.ts'
import { cell, ref, row, table } from '../../document/testing.ts'
import { plainBlock } from './plain.ts'

const read = nodeOf(
  table(row(cell('TT', {}, 'tableHeader')), row(cell('Việc', { colspan: 1, rowspan: 1 })), row(cell(ref('d1')))),
)

test('a table that is read row by row reads as one that is read at once', () => {
  expect(plainBlock(read)).toEqual(plainOf(read))
})

test('a row that nobody touched is read once', () => {
  const changed = read.copy(read.content.replaceChild(1, nodeOf(table(row(cell('Khác')))).child(0)))
  expect(plainBlock(changed)).toEqual(plainOf(changed))
  expect(plainBlock(changed).content?.[0]).toBe(plainBlock(read).content?.[0])
})
