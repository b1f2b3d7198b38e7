/** A print of what is suggested tells all of it: what goes and comes, what looks or stands otherwise, and new numbers. */
import { expect, test } from 'vitest'
import { FIRST_RESERVED_CLIENT } from '../../clients.ts'
import type { BodyNode } from '../model.ts'
import { readDocument } from '../read.ts'
import { schema } from '../schema.ts'
import { newText } from '../seed.ts'
import { cell, clause, documentOf, image, p, row, table } from '../testing.ts'
import { compare } from './compare.ts'
import { markUp } from './marked.ts'
import { copyOf, edit } from './testing.ts'

const text = () =>
  newText(
    documentOf('quyet-dinh', [
      clause('dieu', 'Một hai ba', 'd1'),
      clause('dieu', 'Bốn năm', 'd2'),
      p('Sáu bảy.'),
      table(row(cell('ô một'), cell('ô hai'))),
      image({ alt: 'Hình' }),
    ]),
  )

type Tr = Parameters<Parameters<typeof edit>[1]>[0]

/** As it is printed: «-struck-» and «+put in+» by their marks. */
function printed(change: (tr: Tr) => void): string[] {
  const doc = text()
  const copy = copyOf(doc)
  edit(copy, change)
  const open = compare(doc, copy).map((changes, at) => ({
    ...{ client: FIRST_RESERVED_CLIENT + at, changes },
    notes: changes.map((one) => (one.is === 'look' ? 'đậm' : one.is === 'form' ? 'căn giữa' : '')),
  }))
  expect(open.length).toBeGreaterThan(0)
  markUp(doc, open)
  return (readDocument(doc).body.content ?? []).map(said)
}

function said({ text, marks = [], content = [] }: BodyNode): string {
  const has = (name: string) => marks.some(({ type }) => type === name)
  if (text === undefined) return content.map(said).join(content.some(({ text }) => text === undefined) ? ' | ' : '')
  return has('strike') ? `-${text}-` : has('underline') ? `+${text}+` : text
}

test('a look is said behind its letters', () => {
  expect(printed((tr) => tr.addMark(5, 8, schema.mark('bold')))[0]).toBe('Một hai+ [đậm]+ ba')
})

test('a form is said at the end of its line; of an image, behind it', () => {
  const align = (at: number) => (tr: Tr) => {
    const pos = [...Array(at).keys()].reduce((sum, index) => sum + tr.doc.child(index).nodeSize, 0)
    const name = tr.doc.child(at).isTextblock ? { align: 'center' } : { widthMm: 50 }
    tr.setNodeMarkup(pos, null, { ...tr.doc.child(at).attrs, ...name })
  }
  expect(printed(align(2))[2]).toBe('Sáu bảy.+ [căn giữa]+')
  expect(printed(align(4)).slice(4)).toEqual(['', '+[căn giữa]+'])
})

test('a clause that comes has the number that it would have, and those behind it tell theirs', () => {
  const lines = printed((tr) => {
    const attrs = { ...tr.doc.child(1).attrs, id: 'dx' }
    tr.insert(tr.doc.child(0).nodeSize, schema.node('textblock', attrs, schema.text('Mới')))
  })
  expect(lines.slice(0, 3)).toEqual(['Một hai ba', '+Điều 2. Mới+', '+[→ Điều 3] +Bốn năm'])
})

test('what goes is struck out, and the numbers behind it are told', () => {
  expect(printed((tr) => tr.delete(0, tr.doc.child(0).nodeSize)).slice(0, 2)).toEqual([
    '-Một hai ba-',
    '+[→ Điều 1] +Bốn năm',
  ])
})

test('a footnote and a reference that come are told by their words', () => {
  const lines = printed((tr) => {
    const end = tr.doc.child(0).nodeSize + tr.doc.child(1).nodeSize + tr.doc.child(2).nodeSize - 1
    tr.insert(end, [schema.node('reference', { target: 'd2' }), schema.node('footnote', { text: 'Chú thích' })])
  })
  expect(lines[2]).toBe('Sáu bảy.+[→ Điều 2] [Chú thích] +')
})

test('words in place of others are read behind them', () => {
  const end = 1 + 'Một hai'.length
  expect(printed((tr) => tr.replaceWith(5, end, schema.text('tám chín')))[0]).toBe('Một -hai-+tám chín+ ba')
})
