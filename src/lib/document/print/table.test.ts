import { describe, expect, test } from 'vitest'
import { leastWidthMm } from '../cell-words.ts'
import type { BodyNode } from '../model.ts'
import { cell, row, table } from '../testing.ts'
import { breaksWords, columnShares } from './table.ts'

const LONG = 'Nghiêngngảnghiêngngả'
const mm = (given: BodyNode, room = 165) => columnShares(given).map((share) => share * room)

describe('the columns of a table', () => {
  test('stay as they are told while every word has its room', () => {
    const told = table(row(cell('Việc', { colwidth: [300] }), cell('Hạn', { colwidth: [700] })))
    expect(columnShares(told)).toEqual([0.3, 0.7])
  })

  test('grow to the longest word in them, and those with room to spare give', () => {
    const long = cell(LONG)
    const widths = mm(table(row(cell('a'), cell('b'), cell('c'), cell('d')), row(cell(''), long, cell(''), cell(''))))
    expect(widths[1]).toBeCloseTo(leastWidthMm(long))
    expect(widths.reduce((sum, width) => sum + width)).toBeCloseTo(165)
    for (const other of [0, 2, 3]) expect(Math.round(widths[other] ?? 0)).toBe(39)
  })

  test('that no upright sheet has room for are measured for one that lies across', () => {
    const wide = table(row(...Array.from({ length: 12 }, (_, at) => cell(at === 0 ? 'Nghiêngngả' : 'Nghiêng'))))
    expect([breaksWords(wide, 165), breaksWords(wide, 252)]).toEqual([true, false])
    expect(mm(wide, 252)[0]).toBeGreaterThanOrEqual(leastWidthMm(cell('Nghiêngngả')) - 0.001)
  })

  test('are not moved by an address that no column could hold', () => {
    const widths = mm(table(row(cell('x'.repeat(200)), cell('Ghi chú'))))
    expect(widths[0]).toBeCloseTo(82.5)
  })
})
