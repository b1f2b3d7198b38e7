import { ReplaceStep, Transform } from '@tiptap/pm/transform'
import { initProseMirrorDoc, updateYFragment } from '@tiptap/y-tiptap'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { schema } from '../../document/schema.ts'
import { newText } from '../../document/seed.ts'
import { Fork } from '../../document/suggest/fork.ts'
import { lettersOf } from '../../document/suggest/letters.ts'
import { bold, documentOf, p } from '../../document/testing.ts'
import { writeExactly } from './exact-letters.ts'

const line = (doc: Y.Doc) => {
  const first = doc.getXmlFragment('body').get(0)
  if (!(first instanceof Y.XmlElement)) throw new Error('no line')
  return first
}
const ids = (doc: Y.Doc) => lettersOf(line(doc)).map(({ client, clock }) => `${client}:${clock}`)
const words = (doc: Y.Doc) =>
  lettersOf(line(doc))
    .map(({ value }) => value)
    .join('')

/** As the editor does it: exactly, and then y-tiptap. */
function edit(doc: Y.Doc, change: (tr: Transform) => void): boolean {
  const body = doc.getXmlFragment('body')
  const { doc: node, meta } = initProseMirrorDoc(body, schema)
  const tr = new Transform(node)
  change(tr)
  const [step] = tr.steps
  let isExact = false
  doc.transact(() => {
    isExact = step instanceof ReplaceStep && writeExactly(body, node, step)
    updateYFragment(doc, body, tr.doc, meta)
  })
  return isExact
}

test.each([
  ['the first', 1],
  ['the second', 2],
  ['the third', 3],
])('of «aaa» %s is deleted when it is the one', (_, at) => {
  const doc = newText(documentOf('cong-van', [p('aaa')]))
  const before = ids(doc)
  edit(doc, (tr) => tr.delete(at, at + 1))
  expect(ids(doc)).toEqual(before.filter((_, index) => index !== at - 1))
})

test('a doubled word: the one that was chosen goes, and the suggestion says which', () => {
  const doc = newText(documentOf('cong-van', [p('của của dân')]))
  const fork = new Fork(doc, [])
  edit(fork.doc, (tr) => tr.delete(1, 5))
  expect(words(fork.doc)).toBe('của dân')
  const [first] = lettersOf(line(doc))
  expect(fork.suggestions()[0]?.changes).toMatchObject([
    { is: 'words', after: null, removed: [{ client: first?.client, clock: first?.clock, length: 4 }] },
  ])
})

test('what stands once, has marks, or is more than letters is left to y-tiptap', () => {
  const of = (...content: Parameters<typeof p>) => newText(documentOf('cong-van', [p(...content), p('hai')]))
  expect(edit(of('abc'), (tr) => tr.delete(1, 2))).toBe(false)
  expect(edit(of('a', bold('aa')), (tr) => tr.delete(1, 2))).toBe(false)
  expect(edit(of('aaa'), (tr) => tr.delete(1, 7))).toBe(false)
  expect(edit(of('aaa'), (tr) => tr.split(2))).toBe(false)
  expect(edit(of('aaa'), (tr) => tr.insert(2, schema.text('a', [schema.mark('bold')])))).toBe(false)
})
