import { EditorState, Plugin } from '@tiptap/pm/state'
import { yUndoPluginKey } from '@tiptap/y-tiptap'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { schema } from '../../document/schema.ts'
import { asJointStep, StepHistory, undoTogether } from './undo.ts'

function desk() {
  const doc = new Y.Doc()
  const [text, fields] = [doc.getText('text'), doc.getText('fields')]
  const histories = [text, fields].map((part) => new StepHistory(part, part))
  const [ofText, ofFields] = histories
  if (!ofText || !ofFields) throw new Error('no histories')
  const holder = new Plugin({
    key: yUndoPluginKey,
    state: { init: () => ({ undoManager: ofText }), apply: (_, held) => held },
  })
  const state = EditorState.create({ schema, plugins: [holder] })
  const write = (part: Y.Text, words: string) => {
    for (const history of histories) history.endStep()
    doc.transact(() => part.insert(part.length, words), part)
  }
  const both = () => [text.toString(), fields.toString()]
  return { state, text, fields, ofText, ofFields, write, both }
}

test('a joint step is undone and done again as one, from the text and from a field', () => {
  const { state, text, fields, ofText, ofFields, write, both } = desk()
  undoTogether(state, ofFields)
  write(text, 'a')
  asJointStep(state, ofFields, () => {
    write(text, 'b')
    write(fields, 'B')
  })
  for (const [one, other] of [
    [ofText, ofFields],
    [ofFields, ofText],
  ]) {
    one?.undo()
    expect(both()).toEqual(['a', ''])
    other?.redo()
    expect(both()).toEqual(['ab', 'B'])
  }
  ofFields.undo()
  ofText.undo()
  expect(both()).toEqual(['', ''])
})

test('a newer step in the other history is not undone along with it', () => {
  const { state, text, fields, ofText, ofFields, write, both } = desk()
  undoTogether(state, ofFields)
  asJointStep(state, ofFields, () => {
    write(text, 'b')
    write(fields, 'B')
  })
  write(fields, 'C')
  ofText.undo()
  expect(both()).toEqual(['', 'BC'])
})

test('a step on one side alone joins nothing older on the other', () => {
  const { state, text, fields, ofText, ofFields, write, both } = desk()
  undoTogether(state, ofFields)
  write(fields, 'A')
  asJointStep(state, ofFields, () => write(text, 'b'))
  ofText.undo()
  expect(both()).toEqual(['', 'A'])
})

test('where a colleague has taken one part away, nothing older is undone in its place', () => {
  const { state, text, fields, ofText, ofFields, write, both } = desk()
  undoTogether(state, ofFields)
  write(fields, 'A')
  asJointStep(state, ofFields, () => {
    write(text, 'b')
    write(fields, 'B')
  })
  fields.delete(1, 1)
  ofText.undo()
  expect(both()).toEqual(['', 'A'])
  ofText.redo()
  expect(both()).toEqual(['b', 'A'])
  ofFields.undo()
  expect(both()).toEqual(['b', ''])
})
