import { EditorState, type Transaction } from '@tiptap/pm/state'
import { ySyncPluginKey } from '@tiptap/y-tiptap'
import { expect, test } from 'vitest'
import { nodeOf } from '../../document/shared-form.ts'
import { cell, p, row, table } from '../../document/testing.ts'
import { carryPlaces, placesOf } from './page-starts.ts'

const mark = { number: 2, block: 0, offset: 0, row: 0, goesOn: false }
const doc = nodeOf({
  type: 'doc',
  content: [p('một hai ba'), table(row(cell('a')), row(cell('b'))), p('bốn năm'), p('sáu')],
})
const state = EditorState.create({ doc })
const [tableAt, fourAt, sixAt] = [12, 12 + doc.child(1).nodeSize, 12 + doc.child(1).nodeSize + 9]

/** As y-tiptap brings what others have written: the whole document anew, in one step. */
function fromElsewhere(change: (tr: Transaction) => Transaction): Transaction {
  const wanted = change(state.tr).doc
  return state.tr.replaceWith(0, doc.content.size, wanted.content).setMeta(ySyncPluginKey, { isChangeOrigin: true })
}

test('a page begins with a line, a block, a row, or behind something', () => {
  const at = (more: object) => placesOf(doc, [{ ...mark, ...more }])[0]
  expect(at({ block: 0, offset: 4 })).toEqual({ number: 2, kind: 'line', pos: 5 })
  expect(at({ block: 0, offset: 400 })).toMatchObject({ pos: 11 })
  expect(at({ block: 2 })).toMatchObject({ kind: 'block', pos: fourAt })
  expect(at({ block: 1, row: 1 })).toMatchObject({ kind: 'block', pos: tableAt + 1 + doc.child(1).child(0).nodeSize })
  expect(doc.nodeAt(at({ block: 1, row: 1 })?.pos ?? 0)?.textContent).toBe('b')
  expect(at({ block: 2, goesOn: true })).toMatchObject({ kind: 'after', pos: fourAt })
  expect(at({ block: 9 })).toBeUndefined()
})

test('a place follows its words while one types above it, and stays where one types below', () => {
  const places = placesOf(doc, [{ ...mark, block: 2, offset: 4 }])
  const moved = (change: Transaction) => carryPlaces(places, change)[0]?.pos
  expect(moved(state.tr.insertText('xin ', 1))).toBe(fourAt + 9)
  expect(moved(state.tr.insertText('xin', sixAt + 2))).toBe(fourAt + 5)
})

test('what others write moves a place as little as one’s own writing', () => {
  const places = placesOf(doc, [
    { ...mark, block: 0, offset: 4 },
    { ...mark, number: 3, block: 2, offset: 4 },
    { ...mark, number: 4, block: 3 },
  ])
  const moved = (change: (tr: Transaction) => Transaction) =>
    carryPlaces(places, fromElsewhere(change)).map(({ pos }) => pos)
  expect(moved((tr) => tr.insertText('xin ', tableAt + 4))).toEqual([5, fourAt + 9, sixAt + 4])
  expect(moved((tr) => tr.insertText(' tám', sixAt + 4))).toEqual([5, fourAt + 5, sixAt])
  expect(moved((tr) => tr.delete(fourAt, sixAt))).toEqual([5, fourAt, fourAt])
  expect(moved((tr) => tr.delete(0, doc.content.size))).toEqual([0, 0, 0])
})
