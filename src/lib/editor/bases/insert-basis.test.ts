import { EditorState, TextSelection } from '@tiptap/pm/state'
import { expect, test } from 'vitest'
import type { BodyNode } from '../../document/model.ts'
import { nodeOf } from '../../document/shared-form.ts'
import { basis, clause, formula } from '../../document/testing.ts'
import { insertBasis } from './insert-basis.ts'

/** The lines after a basis has been put in with the caret in the line at `caret`; "|" marks where it is then. */
function after(caret: number, ...content: BodyNode[]): string[] {
  const doc = nodeOf({ type: 'doc', content })
  let state = EditorState.create({ doc })
  const pos = doc.children.slice(0, caret).reduce((sum, node) => sum + node.nodeSize, 1)
  state = state.apply(state.tr.setSelection(TextSelection.create(state.doc, pos)))
  insertBasis('Luật Đất đai')(state, (tr) => (state = state.apply(tr)))
  const here = state.selection.$head
  return state.doc.children.map((node) => node.textContent + (node === here.parent ? '|' : ''))
}

const two = [basis('Căn cứ A;'), basis('Căn cứ B;'), formula('QUYẾT ĐỊNH:'), clause('dieu', 'Một')]

test('goes behind the basis that the caret is in', () => {
  expect(after(0, ...two)).toEqual(['Căn cứ A;', 'Căn cứ Luật Đất đai|', 'Căn cứ B;', 'QUYẾT ĐỊNH:', 'Một'])
})

test('takes the place of a blank one', () => {
  expect(after(0, basis('Căn cứ …;'), formula('QUYẾT ĐỊNH:'))).toEqual(['Căn cứ Luật Đất đai|', 'QUYẾT ĐỊNH:'])
})

test('goes behind the last one from elsewhere in the document', () => {
  expect(after(3, ...two)).toEqual(['Căn cứ A;', 'Căn cứ B;', 'Căn cứ Luật Đất đai|', 'QUYẾT ĐỊNH:', 'Một'])
})

test('opens a document that has none', () => {
  expect(after(0, clause('dieu', 'Một'))).toEqual(['Căn cứ Luật Đất đai|', 'Một'])
})

test('takes the first blank one wherever the caret is, and never goes behind the proposal', () => {
  const proposal = basis('Theo đề nghị của Giám đốc Sở Nội vụ.')
  expect(after(2, basis('Căn cứ ;'), proposal, clause('dieu', 'Một'))).toEqual([
    ...['Căn cứ Luật Đất đai|', 'Theo đề nghị của Giám đốc Sở Nội vụ.', 'Một'],
  ])
  expect(after(1, basis('Căn cứ A;'), proposal)).toEqual([
    ...['Căn cứ A;', 'Căn cứ Luật Đất đai|', 'Theo đề nghị của Giám đốc Sở Nội vụ.'],
  ])
  expect(after(0, proposal)).toEqual(['Căn cứ Luật Đất đai|', 'Theo đề nghị của Giám đốc Sở Nội vụ.'])
})
