/** What one suggests is drawn in one's own copy as others see it, whatever it is. */
import { expect, test } from 'vitest'
import type * as Y from 'yjs'
import type { BodyNode } from '../model.ts'
import { schema } from '../schema.ts'
import { newText } from '../seed.ts'
import { cell, documentOf, p, row, table } from '../testing.ts'
import { Fork } from './fork.ts'
import { lettersOf, wordsOf } from './letters.ts'
import { type OwnMark, ownMarks } from './own.ts'
import { edit } from './testing.ts'
import { wordsIn } from './words.ts'

const begin = (...blocks: BodyNode[]) => new Fork(newText(documentOf('quyet-dinh', blocks)), [])

/** As one reads them: what of which line, and the words behind it. */
const drawn = (fork: Fork): string[] => ownMarks(fork).map(said)

function said(mark: OwnMark): string {
  if (mark.is === 'gone-block') return `gone ${mark.block.type}: ${wordsIn([mark.block]).trim()}`
  if ('block' in mark) return `${mark.is} ${mark.block.nodeName}`
  const words = wordsOf(lettersOf(mark.line))
  if ('from' in mark) return `${mark.is} ${words.slice(mark.from, mark.to)}`
  const behind = words.slice(mark.at)
  return mark.is === 'gone' ? `gone ${mark.words} | ${behind}` : `${mark.is} ${words.slice(0, mark.at)} | ${behind}`
}

test('a line cut in two: where it is cut, and no word of it', () => {
  const fork = begin(p('Một hai ba.'), p('Bốn.'))
  edit(fork.doc, (tr) => tr.split(9))
  expect(drawn(fork)).toEqual(['cut Một hai  | '])
  edit(fork.doc, (tr) => tr.insert(tr.doc.child(0).nodeSize + 4, schema.text(' bốn')))
  expect(drawn(fork)).toEqual(['cut Một hai  | ', 'put  bốn'])
})

test('a line cut into three', () => {
  const fork = begin(p('Một hai ba.'))
  edit(fork.doc, (tr) => tr.split(9).split(5))
  expect(drawn(fork)).toEqual(['cut Một  | ', 'cut hai  | '])
})

test('two lines joined: where they were joined, and no word of them', () => {
  const fork = begin(p('Một hai.'), p('Ba bốn.'))
  edit(fork.doc, (tr) => tr.join(tr.doc.child(0).nodeSize))
  expect(drawn(fork)).toEqual(['joined Một hai. | Ba bốn.'])
})

test('another form', () => {
  const fork = begin(p('Một hai.'))
  edit(fork.doc, (tr) => tr.setNodeMarkup(0, null, { ...tr.doc.child(0).attrs, align: 'center' }))
  expect(drawn(fork)).toEqual(['form textblock'])
})

test('lines and tables that go and come', () => {
  const fork = begin(p('Một.'), table(row(cell('a'), cell('b'))), p('Ba.'))
  edit(fork.doc, (tr) => tr.delete(tr.doc.child(0).nodeSize, tr.doc.content.size))
  edit(fork.doc, (tr) => tr.insert(0, schema.node('textblock', null, schema.text('Mới.'))))
  expect(drawn(fork)).toEqual(['put-block textblock', 'gone table: a  b', 'gone paragraph: Ba.'])
})

test('rows of a table that go and come, and words in its cells', () => {
  const fork = begin(table(row(cell('a'), cell('b')), row(cell('c'), cell('d'))))
  const rows = (doc: Y.Doc) => doc.getXmlFragment('body').get(0) as Y.XmlElement
  fork.doc.transact(() => {
    const made = rows(fork.doc).get(0) as Y.XmlElement
    rows(fork.doc).insert(1, [made.clone()])
    rows(fork.doc).delete(2)
  })
  expect(drawn(fork)).toEqual(['gone tableRow: c  d', 'put-block tableRow'])
})

test('nothing where nothing is suggested', () => {
  const fork = begin(p('Một.'), p('Hai.'))
  edit(fork.doc, (tr) => tr.split(3))
  edit(fork.doc, (tr) => tr.join(4))
  expect(drawn(fork)).toEqual([])
})
