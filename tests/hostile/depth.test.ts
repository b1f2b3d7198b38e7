/** Texts nested without end: refused with a typed error, never with a stack that overflows somewhere. */
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { passageOf } from '../../src/lib/document/passage.ts'
import { InvalidDocument, normalBody, parseDocument, readDocument } from '../../src/lib/document/read.ts'
import { documentOf } from '../../src/lib/document/testing.ts'

const TYPES = ['table', 'tableRow', 'tableCell', 'textblock']

test.each([70, 1_000, 6_000, 20_000])('a shared text of depth %i', (depth) => {
  const ydoc = new Y.Doc()
  ydoc.transact(() => {
    let parent: Y.XmlFragment = ydoc.getXmlFragment('body')
    for (let level = 0; level < depth; level++) {
      const child = new Y.XmlElement(TYPES[level % TYPES.length])
      parent.insert(0, [child])
      parent = child
    }
  })
  expect(() => readDocument(ydoc)).toThrow(InvalidDocument)
  expect(passageOf(ydoc, 'chữ')).toBeNull()
})

test.each([70, 1_000, 6_000, 100_000])('stored JSON of depth %i', (depth) => {
  const root: Record<string, unknown> = { type: 'doc' }
  let node = root
  for (let level = 0; level < depth; level++) {
    const child = { type: TYPES[level % TYPES.length] }
    node.content = [child]
    node = child
  }
  const { fields } = documentOf('quyet-dinh', [])
  expect(() => parseDocument({ schemaVersion: 1, fields, body: root })).toThrow(InvalidDocument)
  expect(() => normalBody(root)).toThrow()
})

test('attributes nested without end are no document either', () => {
  let attribute: unknown = 'x'
  for (let level = 0; level < 10_000; level++) attribute = { a: attribute }
  const { fields } = documentOf('quyet-dinh', [])
  const body = { type: 'doc', content: [{ type: 'paragraph', attrs: { align: attribute } }] }
  expect(() => parseDocument({ schemaVersion: 1, fields, body })).toThrow(InvalidDocument)
})
