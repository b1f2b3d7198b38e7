import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { seeded } from '../../../../tests/fuzz/random.ts'
import type { OfficialDocument } from '../model.ts'
import { readDocument } from '../read.ts'
import { newText } from '../seed.ts'
import { bold, cell, clause, documentOf, p, row, table } from '../testing.ts'
import { editedBy, textBy } from './testing.ts'
import { changeTowards, withClause } from './toward.ts'

const doc = (...blocks: Parameters<typeof documentOf>[1]) => documentOf('quyet-dinh', blocks)
const A = clause('dieu', 'Phạm vi điều chỉnh của Quy chế này', 'a')
const B = clause('dieu', 'Trách nhiệm của thủ trưởng các cơ quan', 'b')
const C = clause('dieu', 'Hiệu lực thi hành kể từ ngày ký', 'c')
const b1 = clause('khoan', 'Thủ trưởng ký ban hành kế hoạch', 'b1')

/** The live text becomes the wanted one, and a colleague's copy that gets the change as well. */
function becomes(before: OfficialDocument, wanted: OfficialDocument): void {
  const live = newText(before)
  const colleague = new Y.Doc()
  Y.applyUpdate(colleague, Y.encodeStateAsUpdate(live))
  const change = changeTowards(live, wanted)
  if (change) Y.applyUpdate(colleague, change)
  for (const one of [live, colleague])
    expect(readDocument(one)).toMatchObject({ body: wanted.body, fields: wanted.fields })
}

test('words, lines, places, marks, tables and fields go back', () => {
  const one = doc(A, B, b1, C, p('Đoạn ', bold('đậm'), ' cuối'), table(row(cell('một'), cell('hai'))))
  const changed = clause('dieu', 'Phạm vi điều chỉnh, đối tượng áp dụng', 'a')
  const two = documentOf(
    'quyet-dinh',
    [C, p(''), changed, p('Đoạn đậm cuối cùng'), table(row(cell('một'), cell('ba')), row(cell('x'), cell('y')))],
    {
      subject: 'Khác',
      urgency: 'khan',
    },
  )
  becomes(one, two)
  becomes(two, one)
})

test('nothing to change is no change', () => {
  expect(changeTowards(newText(doc(A, B)), doc(A, B))).toBeNull()
})

test('what a colleague is typing meanwhile stays', () => {
  const live = newText(doc(A, B, p('Đã viết thêm đoạn này')))
  const colleague = new Y.Doc()
  Y.applyUpdate(colleague, Y.encodeStateAsUpdate(live))
  // In a clause that goes back, and in one that stays as it is.
  for (const index of [0, 1]) {
    const element = colleague.getXmlFragment('body').get(index)
    const text = element instanceof Y.XmlElement ? element.get(0) : null
    if (text instanceof Y.XmlText) text.insert(text.length, ' ĐANG GÕ')
  }
  changeTowards(live, doc(clause('dieu', 'Phạm vi điều chỉnh', 'a'), B))
  Y.applyUpdate(live, Y.encodeStateAsUpdate(colleague))
  const words = JSON.stringify(readDocument(live).body)
  expect(words.match(/ĐANG GÕ/g)).toHaveLength(2)
  expect(words).not.toContain('Quy chế này')
})

test('one clause goes back with all that stands in it, to its place or behind its neighbour', () => {
  const earlier = doc(A, B, b1, C)
  const changed = clause('dieu', 'Trách nhiệm khác', 'b')
  expect(withClause(doc(A, changed, p('Mới'), C), earlier, 'b')?.body).toEqual(earlier.body)
  expect(withClause(doc(A, C), earlier, 'b')?.body).toEqual(earlier.body)
  expect(withClause(doc(A, B, C), earlier, 'b1')?.body).toEqual(earlier.body)
  expect(withClause(doc(b1, A, C), earlier, 'b')?.body).toEqual(earlier.body)
  expect(withClause(doc(A), earlier, 'nowhere')).toBeNull()
})

test.each(Array.from({ length: 100 }, (_, seed) => seed))('seed %i: any text goes to any other and back', (seed) => {
  const random = seeded(seed + 1).below
  const blocks = textBy(random)
  const [before, after] = [doc(...blocks), doc(...editedBy(random, blocks))]
  becomes(before, after)
  becomes(after, before)
})
