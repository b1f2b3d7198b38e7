/** A line that is written anew reads as one thing: whole, or change by change. */
import { expect, test } from 'vitest'
import { schema } from '../schema.ts'
import { newText } from '../seed.ts'
import { clause, documentOf, p } from '../testing.ts'
import { compare } from './compare.ts'
import { accept, copyOf, edit, plain } from './testing.ts'
import { toldOf } from './words.ts'

const WAS = 'Các sở báo cáo kết quả thực hiện trước ngày mười lăm hằng tháng.'
const text = () => newText(documentOf('quyet-dinh', [clause('dieu', 'Chế độ báo cáo', 'd1'), p(WAS)]))

type Tr = Parameters<Parameters<typeof edit>[1]>[0]

/** Puts words in place of others, one after the other as somebody types them. */
const over =
  (...pairs: [was: string, put: string][]) =>
  (tr: Tr) => {
    const start = tr.doc.child(0).nodeSize + 1
    for (const [was, put] of pairs) {
      const from = start + tr.doc.child(1).textContent.indexOf(was)
      tr.replaceWith(from, from + was.length, schema.text(put))
    }
  }

function suggested(change: (tr: Tr) => void) {
  const doc = text()
  const copy = copyOf(doc)
  edit(copy, change)
  const all = compare(doc, copy)
  expect(accept(doc, all, (at) => at)).toEqual([])
  expect(plain(doc)).toBe(plain(copy))
  return all.map((changes) => toldOf(changes))
}

test('a paragraph with other words from its beginning to its end is rewritten', () => {
  const all = suggested(over([WAS, 'Định kỳ hằng quý, các đơn vị gửi số liệu về Văn phòng.']))
  expect(all.map(({ kind }) => kind)).toEqual(['rewritten'])
})

test('so is one of which here and there a word stays, and it is no confetti', () => {
  const doc = text()
  const copy = copyOf(doc)
  edit(copy, over(['Các sở báo cáo', 'Định kỳ các đơn vị gửi']))
  edit(copy, over(['quả thực hiện trước', 'luận về công tác vào']))
  edit(copy, over(['mười lăm hằng tháng.', 'mỗi quý, bằng văn bản.']))
  const all = compare(doc, copy)
  expect(all.map((changes) => toldOf(changes).kind)).toEqual(['rewritten'])
  expect(accept(doc, all, (at) => at)).toEqual([])
  expect(plain(doc)).toBe(plain(copy))
})

test('a word replaced here and there, and a short line, are what they are', () => {
  const doc = text()
  const copy = copyOf(doc)
  edit(copy, over(['sở', 'ban']))
  edit(copy, over(['mười lăm', 'hai mươi']))
  edit(copy, over(['tháng', 'quý']))
  expect(compare(doc, copy).map((changes) => toldOf(changes).kind)).toEqual(['replaced', 'replaced', 'replaced'])
  expect(
    suggested((tr) => void tr.replaceWith(1, tr.doc.child(0).nodeSize - 1, schema.text('Họp'))).map(({ kind }) => kind),
  ).toEqual(['replaced'])
})
