import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { lackOf } from './stranded.ts'

function draft(...paragraphs: string[]): Y.Doc {
  const doc = new Y.Doc()
  for (const text of paragraphs) append(doc, text)
  doc.getMap('fields').set('subject', new Y.Text('Về việc nâng lương'))
  return doc
}

function append(doc: Y.Doc, text: string): void {
  const paragraph = new Y.XmlElement('textblock')
  paragraph.insert(0, [new Y.XmlText(text)])
  const body = doc.getXmlFragment('body')
  body.insert(body.length, [paragraph])
}

/** The updates of edits made on a copy of the draft. */
function edits(doc: Y.Doc, ...changes: ((copy: Y.Doc) => void)[]): { update: Uint8Array }[] {
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
  const updates: { update: Uint8Array }[] = []
  copy.on('update', (update: Uint8Array) => updates.push({ update }))
  for (const change of changes) copy.transact(() => change(copy))
  return updates
}

test('FRZ-1: the passages a person had changed are given whole, without those that are as they were', () => {
  const doc = draft('Điều 1.', 'Điều 2.')
  const made = edits(
    doc,
    (copy) => append(copy, 'Điều 3.'),
    (copy) => {
      const subject = copy.getMap('fields').get('subject')
      if (subject instanceof Y.Text) subject.insert(subject.length, ' năm 2026')
    },
  )
  const { missing, held, text } = lackOf(doc, made)
  expect(missing).toHaveLength(2)
  expect(held).toHaveLength(0)
  expect(text).toBe('Về việc nâng lương năm 2026\nĐiều 3.')
  expect(doc.getXmlFragment('body').length).toBe(2)
})

test('FRZ-1: what the draft holds already, deletions included, is not called missing', () => {
  const doc = draft('Điều 1.', 'Điều 2.')
  const made = edits(
    doc,
    (copy) => copy.getXmlFragment('body').delete(0, 1),
    (copy) => append(copy, 'Điều 3.'),
  )
  const [deletion] = made
  if (deletion) Y.applyUpdate(doc, deletion.update)
  const { missing, held, text } = lackOf(doc, made)
  expect(held).toEqual([deletion])
  expect(missing).toHaveLength(1)
  expect(text).toBe('Điều 3.')
})

test('a lost deletion is missing, though it leaves no words to copy', () => {
  const doc = draft('Điều 1.')
  const { missing, text } = lackOf(
    doc,
    edits(doc, (copy) => copy.getXmlFragment('body').delete(0, 1)),
  )
  expect(missing).toHaveLength(1)
  expect(text).toBe('')
})

test('formatting does not get into the copied words', () => {
  const doc = draft()
  const made = edits(doc, (copy) => {
    const paragraph = new Y.XmlElement('textblock')
    const text = new Y.XmlText()
    text.insert(0, 'Căn cứ ')
    text.insert(7, 'Luật', { bold: {} })
    paragraph.insert(0, [text])
    copy.getXmlFragment('body').insert(0, [paragraph])
  })
  expect(lackOf(doc, made).text).toBe('Căn cứ Luật')
})
