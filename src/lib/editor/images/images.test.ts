import { Fragment, Slice } from '@tiptap/pm/model'
import { EditorState, TextSelection } from '@tiptap/pm/state'
import { expect, test } from 'vitest'
import type { BodyNode } from '../../document/model.ts'
import { schema } from '../../document/schema.ts'
import { nodeOf } from '../../document/shared-form.ts'
import { cell, image, p, row, table } from '../../document/testing.ts'
import { belowTable, pasteBelowTable } from './images.ts'

const text = [p('Đầu'), table(row(cell('một'), cell('hai'))), p('Cuối')]
const doc = schema.node(
  'doc',
  null,
  text.map((block) => nodeOf(block)),
)
const caretIn = (words: string) => {
  let at = 0
  doc.descendants((node, pos) => {
    if (node.text === words) at = pos + 1
  })
  return EditorState.create({ doc, selection: TextSelection.create(doc, at) })
}
const sliceOf = (...blocks: BodyNode[]) => new Slice(Fragment.from(blocks.map((block) => nodeOf(block))), 0, 0)
const namesIn = (state: EditorState) => state.doc.children.map(({ type }) => type.name)

test('what is pasted into a cell with an image stands below the table, which stays whole', () => {
  const state = caretIn('một')
  const pasted = pasteBelowTable(state, sliceOf(image(), p('Hình 1')))
  expect(pasted && namesIn(state.apply(pasted))).toEqual(['textblock', 'table', 'image', 'textblock', 'textblock'])
  expect(pasted?.doc.child(1).eq(doc.child(1))).toBe(true)
})

test('words go into the cell, and an image outside of tables where the caret is', () => {
  expect(pasteBelowTable(caretIn('một'), sliceOf(p('ba')))).toBeNull()
  expect(pasteBelowTable(caretIn('Cuối'), sliceOf(image()))).toBeNull()
  expect(belowTable(caretIn('Cuối'), doc.content.size)).toBeNull()
})
