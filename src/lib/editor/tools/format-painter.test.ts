import { EditorState, TextSelection } from '@tiptap/pm/state'
import { expect, test } from 'vitest'
import { schema } from '../../document/schema.ts'
import { nodeOf } from '../../document/shared-form.ts'
import { lookOf, paint } from './format-painter.ts'

const line = (text: string, mark?: string, align = 'justify') => ({
  type: 'paragraph',
  attrs: { align },
  content: [{ type: 'text', text, ...(mark && { marks: [{ type: mark }] }) }],
})

function stateOf(from: number, to: number): EditorState {
  const doc = nodeOf({ type: 'doc', content: [line('Mot', 'bold', 'center'), line('Hai', 'italic')] }, schema)
  return EditorState.create({ doc, selection: TextSelection.create(doc, from, to) })
}

const painted = (state: EditorState, from: number, to: number) => {
  const look = lookOf(state)
  let { doc } = state
  const other = state.apply(state.tr.setSelection(TextSelection.create(doc, from, to)))
  const isDone = paint(look)(other, (tr) => (doc = tr.doc))
  return { isDone, second: doc.child(1) }
}

test('the look of the chosen words goes to others: marks in place of theirs, and how the line is aligned', () => {
  const { isDone, second } = painted(stateOf(1, 4), 6, 9)
  expect(isDone).toBe(true)
  expect(second.firstChild?.marks.map(({ type }) => type.name)).toEqual(['bold'])
  expect(second.attrs.align).toBe('center')
})

test('from a caret too; nothing happens where no words are chosen', () => {
  expect(painted(stateOf(2, 2), 6, 8).second.firstChild?.text).toBe('Ha')
  expect(painted(stateOf(2, 2), 7, 7).isDone).toBe(false)
})
