import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { NEVER_WRITTEN } from '../../../src/lib/document/letters.ts'
import { holdsUnseen } from './unseen.ts'
import { parseUpdate } from './update.ts'

function update(write: (doc: Y.Doc) => void): Uint8Array {
  const doc = new Y.Doc()
  write(doc)
  return Y.encodeStateAsUpdate(doc)
}
const bringsUnseen = (state: Uint8Array) => parseUpdate(Buffer.from(state)).holdsUnseen
const typed = (text: string) => update((doc) => doc.getText('t').insert(0, text))

test('every character beyond ASCII that no page writes is seen in the bytes of an update', () => {
  const missed: string[] = []
  for (let code = 0x80; code <= 0x10ffff; code++) {
    if (code >= 0xd800 && code <= 0xdfff) continue
    const character = String.fromCodePoint(code)
    const bytes = Buffer.from(character)
    if (NEVER_WRITTEN.test(character) !== holdsUnseen(bytes, 0, bytes.length)) missed.push(code.toString(16))
  }
  expect(missed).toEqual([])
})

test('an update with an unseen character is told wherever the character stands', () => {
  const bad = '\u202E'
  expect(bringsUnseen(typed(`Cấp kinh phí ${bad}21\u202C tỷ`))).toBe(true)
  expect(bringsUnseen(update((doc) => doc.getMap('fields').set('place', `Sơn${bad} La`)))).toBe(true)
  expect(bringsUnseen(update((doc) => doc.getMap('fields').set('place', { deep: [`La${bad}`] })))).toBe(true)
  const note = new Y.XmlElement('footnote')
  expect(
    bringsUnseen(
      update((doc) => {
        doc.getXmlFragment('body').insert(0, [note])
        note.setAttribute('text', `theo${bad}`)
      }),
    ),
  ).toBe(true)
  expect(bringsUnseen(update((doc) => doc.getText('t').insert(0, 'a', { bold: { why: bad } })))).toBe(true)
  expect(bringsUnseen(update((doc) => doc.getText('t').insertEmbed(0, { note: bad })))).toBe(true)
})

test('ordinary Vietnamese passes, and numbers whose bytes look like an unseen character', () => {
  expect(bringsUnseen(typed('👩\u200d👧 ❤\ufe0f'))).toBe(false) // an input method composes so for a moment
  expect(bringsUnseen(typed('“Điều 1” – ☑ … ễ ử ₫ ½ №\u00A0'))).toBe(false)
  const doc = new Y.Doc()
  doc.clientID = 0b0000001_0101110_0000000_1100010 // E2 80 AE 01
  doc.getText('t').insert(0, 'a')
  const state = Y.encodeStateAsUpdate(doc)
  expect(holdsUnseen(state, 0, state.length)).toBe(true)
  expect(bringsUnseen(state)).toBe(false)
})
