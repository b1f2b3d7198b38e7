import { EditorState, TextSelection } from '@tiptap/pm/state'
import { expect, test } from 'vitest'
import { placeOfWords, wordsOfDocument, wordsOfText } from '../../document/compare/origin.ts'
import { nodeOf } from '../../document/shared-form.ts'
import { cell, documentOf, p, ref, row, table } from '../../document/testing.ts'
import { chosenWords } from './chosen.ts'

const document = documentOf('cong-van', [
  p('Gửi báo cáo.'),
  table(row(cell('Gửi báo cáo'), cell('một'))),
  p('Theo ', ref('x'), ', gửi báo cáo'),
  p('Gửi báo cáo.'),
])
const doc = nodeOf(document.body)

function chosen(from: number, to: number) {
  return chosenWords(EditorState.create({ doc, selection: TextSelection.create(doc, from, to) }))
}

test('of equal passages the server finds the one that was chosen', () => {
  const end = doc.content.size - 1
  const last = chosen(end - 'Gửi báo cáo.'.length, end)
  expect(last?.text).toBe('Gửi báo cáo.')
  const words = wordsOfDocument(document)
  const at = placeOfWords(words, wordsOfText(last?.text ?? ''), last?.near ?? 0)
  expect(at).toBe(wordsOfText('Gửi báo cáo Gửi báo cáo một Theo gửi báo cáo').length)
})

test('where no word is chosen there is nothing to ask', () => {
  expect(chosen(1, 1)).toBeNull()
})
