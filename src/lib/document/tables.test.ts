import { EditorState, TextSelection } from '@tiptap/pm/state'
import { TableMap } from '@tiptap/pm/tables'
import { expect, test } from 'vitest'
import type { BodyNode } from './model.ts'
import { schema } from './schema.ts'
import { nodeOf } from './shared-form.ts'
import { tableCare, tableCareKey } from './tables.ts'
import { cell, image, row, table } from './testing.ts'

/** What a click into the table makes of it. */
function clicked(...rows: BodyNode[]) {
  const doc = nodeOf({ type: 'doc', content: [table(...rows)] })
  const state = EditorState.create({ schema, doc, plugins: [tableCare(() => true)] })
  const { doc: mended } = state.apply(state.tr.setSelection(TextSelection.atStart(state.doc)))
  return { table: mended.child(0), map: TableMap.get(mended.child(0)) }
}

const cells = (count: number, text = '') => Array.from({ length: count }, () => cell(text))
const rowOf = (count: number) => row(cell('Việc'), ...cells(count - 1))

test('a row that falls short of the others gets cells that can be written into', () => {
  const { table: mended, map } = clicked(rowOf(4), rowOf(2))
  expect(map.problems).toBeNull()
  expect(mended.children.map(({ childCount }) => childCount)).toEqual([4, 4])
})

test('two merges at once that reach over one another are split, and the grid stays as wide as it was', () => {
  const lines = Array.from({ length: 3 }, () => rowOf(9))
  const tall = row(...cells(7), cell('', { rowspan: 4 }), cell(''))
  const over = row(...cells(5), cell('Hai', { colspan: 4, rowspan: 3 }))
  const { table: mended, map } = clicked(tall, over, row(...cells(5)), row(...cells(5)), ...lines)
  expect(map.problems).toBeNull()
  expect(map.width).toBe(9)
  expect(mended.textContent).toContain('Hai')
})

test('a cell that is left with images alone gets a line to write in, below them', () => {
  const { table: mended } = clicked(row(cell('Ảnh'), { ...cell(''), content: [image(), image()] }))
  expect(mended.child(0).children.map((one) => one.children.map(({ type }) => type.name))).toEqual([
    ['textblock'],
    ['image', 'image', 'textblock'],
  ])
})

test('what is mended behind an edit is undone with it, and what a click mends is no step', () => {
  const doc = nodeOf({ type: 'doc', content: [table(rowOf(4), rowOf(2))] })
  const state = EditorState.create({ schema, doc, plugins: [tableCare(() => true)] })
  const caret = TextSelection.atStart(doc)
  const isStep = (...[tr]: Parameters<EditorState['applyTransaction']>) => {
    const mending = state.applyTransaction(tr).transactions.find((one) => one.getMeta(tableCareKey) === true)
    return mending && mending.getMeta('addToHistory') !== false
  }
  expect(isStep(state.tr.setSelection(caret))).toBe(false)
  expect(isStep(state.tr.setSelection(caret).insertText('x'))).toBe(true)
})

test('a cell that loses its line in a whole table of many gets one again', () => {
  const doc = nodeOf({ type: 'doc', content: [table(rowOf(3), rowOf(3))] })
  const state = EditorState.create({ schema, doc, plugins: [tableCare(() => true)] })
  const clickedOnce = state.apply(state.tr.setSelection(TextSelection.atStart(state.doc)))
  const first = clickedOnce.doc.child(0).child(0).child(0)
  const emptied = clickedOnce.apply(clickedOnce.tr.delete(3, 3 + first.content.size))
  expect(emptied.doc.child(0).child(0).child(0).childCount).toBe(1)
})
