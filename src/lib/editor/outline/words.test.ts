import { EditorState, TextSelection } from '@tiptap/pm/state'
import { expect, test } from 'vitest'
import type { BodyNode } from '../../document/model.ts'
import { nodeOf } from '../../document/shared-form.ts'
import { bold, br, cell, clause, p, ref, row, table } from '../../document/testing.ts'
import { numberingPlugin } from '../core/numbering.ts'
import { wordCount } from './words.ts'

const stateOf = (...content: BodyNode[]) =>
  EditorState.create({
    doc: nodeOf({ type: 'doc', content }),
    plugins: [numberingPlugin(() => 'quyet-dinh')],
  })

test('what stands between blanks is a word, however it looks; dashes alone are none', () => {
  expect(wordCount(stateOf(p('Ủy ban nh', bold('ân'), ' dân - năm 2026')))).toEqual({ all: 6, selected: null })
  expect(wordCount(stateOf(p('một', br, 'hai'), p(''))).all).toBe(2)
})

test('cells are apart, a reference counts as it is read, a clause’s own number does not', () => {
  expect(wordCount(stateOf(table(row(cell('một'), cell('hai'))))).all).toBe(2)
  expect(wordCount(stateOf(clause('dieu', 'Phạm vi', 'a'), p('theo ', ref('a')))).all).toBe(2 + 3)
})

test('of a selection, its own words', () => {
  const state = stateOf(p('một hai'), p('ba bốn'))
  const selected = state.apply(state.tr.setSelection(TextSelection.create(state.doc, 5, 12)))
  expect(wordCount(selected)).toEqual({ all: 4, selected: 2 })
})
