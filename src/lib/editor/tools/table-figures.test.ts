import { EditorState, TextSelection } from '@tiptap/pm/state'
import { CellSelection } from '@tiptap/pm/tables'
import { describe, expect, test } from 'vitest'
import type { BodyNode } from '../../document/model.ts'
import { nodeOf } from '../../document/shared-form.ts'
import { cell, row, table } from '../../document/testing.ts'
import { sortRows } from './table-sort.ts'
import { sumCells } from './table-sum.ts'

const head = (text: string) => cell(text, {}, 'tableHeader')
const lines = (heads: string[], ...rows: string[][]) =>
  table(row(...heads.map(head)), ...rows.map((one) => row(...one.map((text) => cell(text)))))

/** The caret in a cell, counted from 0. */
function caretIn(given: BodyNode, rowAt: number, cellAt: number): EditorState {
  const state = EditorState.create({ doc: nodeOf({ type: 'doc', content: [given] }) })
  return state.apply(state.tr.setSelection(TextSelection.create(state.doc, placeOf(state, rowAt, cellAt) + 2)))
}
function placeOf({ doc }: EditorState, rowAt: number, cellAt: number): number {
  let pos = 1
  for (let at = 0; at < rowAt; at++) pos += doc.child(0).child(at).nodeSize
  for (let at = 0; at < cellAt; at++) pos += doc.child(0).child(rowAt).child(at).nodeSize
  return pos + 1
}
const wordsOf = (state: EditorState) =>
  state.doc.child(0).children.map(({ children }) => children.map(({ textContent }) => textContent))

describe('a sum', () => {
  const budget = lines(['TT', 'Việc', 'Vốn'], ['1', 'A', '1.200,5'], ['2', 'B', '-'], ['3', 'C', '800'])

  function summed(given: BodyNode, rowAt: number, cellAt: number, from: 'above' | 'left') {
    const state = caretIn(given, rowAt, cellAt)
    const done = sumCells(state, from)
    if (done?.is !== 'summed') return done
    const after = state.apply(done.tr)
    after.doc.check()
    return wordsOf(after)[rowAt]?.[cellAt]
  }
  const withRow = (given: BodyNode, ...cells: BodyNode[]) => ({
    ...given,
    content: [...(given.content ?? []), row(...cells)],
  })

  test('of the column above stands in the cell, in the Vietnamese way', () => {
    const given = withRow(budget, cell('Tổng cộng', { colspan: 2 }), cell(''))
    expect(summed(given, 4, 1, 'above')).toBe('2.000,5')
  })

  test('counts no total twice, and no title over the whole row', () => {
    const parts = withRow(
      withRow(withRow(budget, cell('Cộng', { colspan: 2 }), cell('2.000,5')), cell('Nhóm II', { colspan: 3 })),
      cell('4'),
      cell('Tổng cộng'),
      cell(''),
    )
    expect(summed(parts, 6, 2, 'above')).toBe('2.000,5')
  })

  test('of the row at the left begins behind its label', () => {
    expect(summed(lines(['TT', 'Xã', 'Quý I', 'Quý II', 'Cả năm'], ['1', 'A', '10', '2,5', '']), 1, 4, 'left')).toBe(
      '12,5',
    )
  })

  test('is refused where something is no number, or nothing stands', () => {
    expect(summed(lines(['Vốn'], ['12.5'], ['']), 2, 0, 'above')).toEqual({ is: 'refused', words: '12.5' })
    expect(summed(lines(['Vốn'], [''], ['']), 2, 0, 'above')).toEqual({ is: 'refused', words: null })
  })
})

describe('sorting', () => {
  function sorted(given: BodyNode, column: number, way: 'up' | 'down' = 'up') {
    const state = caretIn(given, 1, column)
    const done = sortRows(state, way)
    if (done?.is !== 'sorted') return done
    const after = state.apply(done.tr)
    after.doc.check()
    return wordsOf(after)
      .slice(1)
      .map((cells) => cells[column])
  }

  test('knows numbers, days, Vietnamese words and names of people; empty cells come last either way', () => {
    const one = (name: string, ...words: string[]) => lines([name], ...words.map((text) => [text]))
    expect(sorted(one('Vốn', '1.200', '', '90', '-5,5'), 0)).toEqual(['-5,5', '90', '1.200', ''])
    expect(sorted(one('Vốn', '1.200', '', '90'), 0, 'down')).toEqual(['1.200', '90', ''])
    expect(sorted(one('Hạn', '01/12/2026', '29/11/2026', '1/2/2025'), 0)).toEqual([
      '1/2/2025',
      '29/11/2026',
      '01/12/2026',
    ])
    expect(sorted(one('Xã', 'Đông Sang', 'Dân Chủ', 'Ân Thi', 'An Bình'), 0)).toEqual([
      'An Bình',
      'Ân Thi',
      'Dân Chủ',
      'Đông Sang',
    ])
    expect(sorted(one('Họ và tên', 'Lò Văn Bình', 'Vì Thị An'), 0)).toEqual(['Vì Thị An', 'Lò Văn Bình'])
  })

  test('leaves headings, the total and the count of the rows where they are; the caret goes with its row', () => {
    const given = lines(['TT', 'Xã', 'Vốn'], ['1', 'B', '9'], ['2', 'A', '7'], ['', 'Tổng cộng', '16'])
    const state = caretIn(given, 1, 1)
    const done = sortRows(state, 'up')
    if (done?.is !== 'sorted') throw new Error('not sorted')
    const after = state.apply(done.tr)
    expect(wordsOf(after)).toEqual([
      ['TT', 'Xã', 'Vốn'],
      ['1', 'A', '7'],
      ['2', 'B', '9'],
      ['', 'Tổng cộng', '16'],
    ])
    expect(after.selection.$head.index(1)).toBe(2)
  })

  test('of chosen rows alone', () => {
    const given = lines(['Xã'], ['C'], ['B'], ['A'])
    const state = caretIn(given, 1, 0)
    const chosen = CellSelection.create(state.doc, placeOf(state, 1, 0), placeOf(state, 2, 0))
    const done = sortRows(state.apply(state.tr.setSelection(chosen)), 'up')
    expect(done?.is === 'sorted' && wordsOf(state.apply(done.tr))).toEqual([['Xã'], ['B'], ['C'], ['A']])
  })

  test('is refused where cells are merged over rows, or over columns', () => {
    const tall = table(row(head('a'), head('b')), row(cell('1', { rowspan: 2 }), cell('x')), row(cell('y')))
    const titled = table(row(head('a'), head('b')), row(cell('Nhóm', { colspan: 2 })), row(cell('1'), cell('2')))
    for (const given of [tall, titled]) expect(sorted(given, 0)).toEqual({ is: 'refused', why: 'merged' })
    expect(sorted(lines(['a'], ['1']), 0)).toEqual({ is: 'refused', why: 'few' })
  })
})
