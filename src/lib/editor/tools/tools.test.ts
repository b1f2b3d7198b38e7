import { type Command, EditorState, NodeSelection, TextSelection } from '@tiptap/pm/state'
import { CellSelection } from '@tiptap/pm/tables'
import { describe, expect, test } from 'vitest'
import type { BodyNode } from '../../document/model.ts'
import { columnShares } from '../../document/print/table.ts'
import { nodeOf, plainOf } from '../../document/shared-form.ts'
import { appendix, cell, clause, p, row, table } from '../../document/testing.ts'
import { writeFootnote } from '../core/footnotes.ts'
import { evenColumns, fitColumns, widenColumn } from './column-widths.ts'
import { isAtBottomTable, writeBelowTable } from './insert-table.ts'
import { appendixAround, toggleLandscape } from './landscape.ts'
import { nextCell } from './next-cell.ts'
import { breakPage } from './page-break.ts'
import { toggleHeadRows } from './table-head.ts'

function stateOf(...blocks: BodyNode[]): EditorState {
  return EditorState.create({ doc: nodeOf({ type: 'doc', content: blocks }) })
}
const at = (state: EditorState, position: number) =>
  state.apply(state.tr.setSelection(TextSelection.create(state.doc, position)))

function run(state: EditorState, ...commands: Command[]): EditorState {
  let now = state
  for (const command of commands) command(now, (tr) => (now = now.apply(tr)))
  now.doc.check()
  return now
}
const read = (state: EditorState) =>
  (plainOf(state.doc).content ?? []).map(({ type, content }) =>
    type === 'pageBreak' ? '—' : (content ?? []).map(({ text }) => text ?? '').join(''),
  )

describe('a page break', () => {
  test('parts running text at the caret, which goes on behind it', () => {
    const state = run(at(stateOf(p('trướcsau')), 6), breakPage)
    expect(read(state)).toEqual(['trước', '—', 'sau'])
    expect(state.selection.$head.parent.textContent).toBe('sau')
  })

  test('never parts a clause: behind it, or before it at its start', () => {
    const two = stateOf(clause('dieu', 'Một'), clause('dieu', 'Hai'))
    expect(read(run(at(two, 3), breakPage))).toEqual(['Một', '—', 'Hai'])
    expect(read(run(at(two, 6), breakPage))).toEqual(['Một', '—', 'Hai'])
  })

  test('at the end of the document leaves a line to write on', () => {
    const state = run(at(stateOf(p('hết')), 4), breakPage)
    expect(read(state)).toEqual(['hết', '—', ''])
    expect(state.selection.$head.index(0)).toBe(2)
  })

  test('has no place in a table', () => {
    expect(breakPage(at(stateOf(table(row(cell('a')))), 4))).toBe(false)
  })
})

describe('a footnote', () => {
  test('stands behind the selection; its text is changed, and without text it goes', () => {
    const written = run(at(stateOf(p('chữ sau')), 4), writeFootnote('  Xem \n Luật '))
    expect(plainOf(written.doc).content?.[0]?.content).toEqual([
      { type: 'text', text: 'chữ' },
      { type: 'footnote', attrs: { text: 'Xem Luật' } },
      { type: 'text', text: ' sau' },
    ])
    const select = (state: EditorState) => state.apply(state.tr.setSelection(NodeSelection.create(state.doc, 4)))
    const changed = run(select(written), writeFootnote('khác'))
    expect(changed.doc.nodeAt(4)?.attrs.text).toBe('khác')
    expect(read(run(select(changed), writeFootnote(' ')))).toEqual(['chữ sau'])
  })

  test('empty is none', () => {
    expect(read(run(at(stateOf(p('chữ')), 4), writeFootnote(' ')))).toEqual(['chữ'])
  })
})

describe('a landscape appendix', () => {
  test('is the one that the caret is in', () => {
    const state = stateOf(p('a'), appendix('Một'), p('b'), appendix('Hai'), p('c'))
    const isLandscape = (now: EditorState) => now.doc.children.map(({ attrs }) => attrs.isLandscape)
    const across = run(at(state, 10), toggleLandscape)
    expect(isLandscape(across)).toEqual([false, true, false, false, false])
    expect(isLandscape(run(across, toggleLandscape))).toEqual([false, false, false, false, false])
    expect(appendixAround(at(state, 2))).toBeNull()
  })
})

describe('column widths', () => {
  const grid = () => at(stateOf(table(row(cell('a'), cell('b')), row(cell('c', { colspan: 2 })))), 4)
  const shares = ({ doc }: EditorState) => columnShares(plainOf(doc.child(0))).map((share) => Math.round(share * 100))

  test('wider takes from the others, narrower gives back', () => {
    const wider = run(grid(), widenColumn(1), widenColumn(1))
    expect(shares(wider)).toEqual([54, 46])
    expect(shares(run(wider, widenColumn(-1)))).toEqual([52, 48])
    expect(shares(run(wider, evenColumns))).toEqual([50, 50])
  })

  test('no column vanishes, however long one presses', () => {
    const state = run(grid(), ...Array.from({ length: 60 }, () => widenColumn(1)))
    expect(Math.min(...shares(state))).toBeGreaterThanOrEqual(4)
    expect(shares(state).reduce((sum, share) => sum + share)).toBe(100)
  })

  test('of all columns at once there is none to take from', () => {
    const state = grid()
    const all = state.apply(state.tr.setSelection(CellSelection.create(state.doc, 2, 7)))
    expect(run(all, widenColumn(1)).doc.eq(state.doc)).toBe(true)
  })

  test('fit the words in one step, wherever the caret is, and again give the same', () => {
    const words = 'Rà soát các dự án chậm tiến độ trên địa bàn tỉnh'
    const list = stateOf(table(row(cell('TT'), cell('Việc'), cell('Ngày')), row(cell('1'), cell(words), cell('01/02'))))
    const fitted = run(at(list, 4), fitColumns)
    expect(shares(fitted)[0]).toBeLessThan(10)
    expect(shares(fitted)[1]).toBeGreaterThan(60)
    expect(run(fitted, fitColumns).doc.eq(fitted.doc)).toBe(true)
    let acts = 0
    fitColumns(at(list, 4), () => acts++)
    expect(acts).toBe(1)
    expect(fitColumns(at(stateOf(p('a')), 1))).toBe(false)
  })

  test('outside a table the key is somebody else’s', () => {
    expect(widenColumn(1)(at(stateOf(p('a')), 1))).toBe(false)
  })
})

describe('rows of headings', () => {
  const years = (caret: number) =>
    at(
      stateOf(
        table(
          row(cell('Năm', { rowspan: 2 }), cell('Chỉ tiêu', { colspan: 2 })),
          row(cell('Thu'), cell('Chi')),
          row(cell('2025'), cell('5'), cell('4')),
        ),
      ),
      caret,
    )
  const kinds = ({ doc }: EditorState) =>
    doc.child(0).children.map((one) => one.children.every(({ type }) => type.name === 'tableHeader'))

  test('are the first, with those that its cells reach into, and pressed again none', () => {
    const headed = run(years(50), toggleHeadRows)
    expect(kinds(headed)).toEqual([true, true, false])
    expect(kinds(run(headed, toggleHeadRows))).toEqual([false, false, false])
    expect(headed.doc.textContent).toBe(years(4).doc.textContent)
  })

  test('are those from the top to the selection', () => {
    const state = stateOf(table(row(cell('a')), row(cell('b')), row(cell('c'))))
    const two = state.apply(state.tr.setSelection(CellSelection.create(state.doc, 2, 9)))
    expect(kinds(run(two, toggleHeadRows))).toEqual([true, true, false])
  })

  test('outside a table there are none', () => {
    expect(toggleHeadRows(at(stateOf(p('a')), 1))).toBe(false)
  })
})

describe('Tab', () => {
  test('goes from cell to cell, and behind the last opens a row whose first cell has the caret', () => {
    const second = run(at(stateOf(table(row(cell('một'), cell('hai')))), 4), nextCell)
    expect(second.selection.$head.parent.textContent).toBe('hai')
    const third = run(second, nextCell)
    expect(third.doc.firstChild?.children.map(({ childCount }) => childCount)).toEqual([2, 2])
    const written = third.apply(third.tr.insertText('ba'))
    expect(written.doc.firstChild?.lastChild?.children.map(({ textContent }) => textContent)).toEqual(['ba', ''])
    expect(run(written, nextCell).doc.firstChild?.childCount).toBe(2)
  })

  test('opens a row below a merged cell of two rows too', () => {
    const merged = stateOf(table(row(cell('một'), cell('hai', { rowspan: 2 })), row(cell('ba'))))
    const opened = run(at(merged, 20), nextCell)
    expect(opened.doc.firstChild?.childCount).toBe(3)
    expect(opened.selection.$head.index(1)).toBe(2)
  })

  test('outside a table is somebody else’s', () => {
    expect(nextCell(at(stateOf(p('a')), 1))).toBe(false)
  })
})

describe('below a table', () => {
  test('there is a line to write on', () => {
    const below = run(at(stateOf(table(row(cell('a'))), p('b')), 4), writeBelowTable)
    expect(read(below)).toEqual(['', '', 'b'])
    expect(below.selection.$head.index(0)).toBe(1)
  })

  test('at the very end the arrow makes one', () => {
    const two = stateOf(p('a'), table(row(cell('b')), row(cell('c'))))
    expect(isAtBottomTable(at(two, 8))).toBe(false)
    expect(isAtBottomTable(at(two, 15))).toBe(true)
    expect(isAtBottomTable(at(stateOf(table(row(cell('b'))), p('a')), 4))).toBe(false)
  })
})
