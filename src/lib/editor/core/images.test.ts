import { Fragment, Slice } from '@tiptap/pm/model'
import { EditorState, NodeSelection, TextSelection } from '@tiptap/pm/state'
import { expect, test } from 'vitest'
import { schema } from '../../document/schema.ts'
import { nodeOf } from '../../document/shared-form.ts'
import { cell, p, row, table } from '../../document/testing.ts'
import { changeImage, insertImage, pasteImageInCell, selectedImage } from './images.ts'

/** With the caret in the line that says this; `''` stands in the first cell. */
const caretIn = (words: string) => {
  const text = [p('Đầu'), table(row(cell(words === '' ? '' : 'một'), cell('hai'))), p('Cuối')]
  const doc = schema.node(
    'doc',
    null,
    text.map((block) => nodeOf(block)),
  )
  let at = 0
  doc.descendants((node, pos) => {
    if (node.isTextblock && node.textContent === words) at = pos + 1
  })
  return EditorState.create({ doc, selection: TextSelection.create(doc, at) })
}
const attributes = { hash: 'a'.repeat(64), widthMm: 40, pixelWidth: 400, pixelHeight: 300, alt: '' }
const put = (words: string) => {
  const state = caretIn(words)
  const inserted = insertImage(state, attributes, state.selection.head)
  return inserted ? state.apply(inserted.tr) : state
}
const firstCell = (state: EditorState) =>
  state.doc
    .child(1)
    .child(0)
    .child(0)
    .children.map(({ type }) => type.name)

test('an image goes below the line of the cell that the caret is in, which stays there', () => {
  const state = put('một')
  expect(firstCell(state)).toEqual(['textblock', 'image'])
  expect(state.selection.$head.parent.textContent).toBe('một')
  expect(state.doc.childCount).toBe(3)
})

test('in an empty line of a cell it goes above, and the line is for its caption', () => {
  const state = put('')
  expect(firstCell(state)).toEqual(['image', 'textblock'])
  expect(state.selection.$head.parent.type.name).toBe('textblock')
})

test('outside of tables it gets a line for its caption', () => {
  expect(put('Cuối').doc.children.map(({ type }) => type.name)).toEqual([
    'textblock',
    'table',
    'textblock',
    'image',
    'textblock',
  ])
})

test('a copied image goes into a cell as one from a file does, and outside of tables as any block', () => {
  const copied = new Slice(Fragment.from(schema.node('image', attributes)), 0, 0)
  const pasted = (words: string) => {
    const state = caretIn(words)
    const tr = pasteImageInCell(state, copied)
    return tr && state.apply(tr)
  }
  const empty = pasted('')
  expect(empty && firstCell(empty)).toEqual(['image', 'textblock'])
  expect(empty?.selection.$head.parent.isTextblock && empty.selection.$head.index(3)).toBe(1)
  const written = pasted('một')
  expect(written && firstCell(written)).toEqual(['textblock', 'image'])
  expect(pasted('Cuối')).toBeNull()
})

test('an image gets other bytes in its place, and stays selected', () => {
  const state = put('Cuối')
  let at = 0
  state.doc.descendants((node, pos) => {
    if (node.type.name === 'image') at = pos
  })
  const selected = state.apply(state.tr.setSelection(NodeSelection.create(state.doc, at)))
  const change = { hash: 'b'.repeat(64), pixelWidth: 200, pixelHeight: 100, widthMm: 20 }
  let after = selected
  expect(changeImage(change)(selected, (tr) => (after = selected.apply(tr)))).toBe(true)
  expect(selectedImage(after)?.node.attrs).toMatchObject({ ...change, alt: '' })
})
