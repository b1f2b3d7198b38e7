import { expect, test } from 'vitest'
import { seeded } from '../../../../tests/fuzz/random.ts'
import type { BodyNode, OfficialDocument } from '../model.ts'
import { TEXT_FIELDS } from '../model.ts'
import { bold, cell, clause, documentOf, p, row, table } from '../testing.ts'
import { newOf, nodesOf, oldOf } from './apply.ts'
import { compare } from './compare.ts'
import type { Comparison } from './entry.ts'
import { wordsIn, wordsOfText } from './line.ts'
import { editedBy, textBy } from './testing.ts'

const doc = (...blocks: BodyNode[]) => documentOf('quyet-dinh', blocks)
const shown = ({ entries }: Comparison) =>
  entries
    .filter((entry) => entry.is !== 'same' || entry.isMoved)
    .map((entry) => `${entry.is}${'isMoved' in entry && entry.isMoved ? ' moved' : ''}`)
const words = ({ body, fields }: OfficialDocument) =>
  wordsIn(body) + TEXT_FIELDS.reduce((sum, name) => sum + wordsOfText(fields[name]), 0)

/** What holds of every comparison. */
function holds(before: OfficialDocument, after: OfficialDocument, comparison = compare(before, after)): Comparison {
  expect(newOf(comparison.entries)).toEqual(after.body.content ?? [])
  expect(oldOf(comparison.entries)).toEqual(before.body.content ?? [])
  expect(comparison.words.in - comparison.words.out).toBe(words(after) - words(before))
  const fields: Record<string, unknown> = { ...before.fields }
  for (const { name, before: old, after: now, pieces } of comparison.fields) {
    if (pieces)
      expect(
        nodesOf(pieces, 'before')
          .map(({ text }) => text)
          .join(''),
      ).toBe(old)
    if (pieces)
      expect(
        nodesOf(pieces, 'after')
          .map(({ text }) => text)
          .join(''),
      ).toBe(now)
    fields[name] = now
  }
  for (const name of ['signerId', 'meantBlanks'] as const) fields[name] = after.fields[name]
  expect(fields).toEqual({ ...after.fields, meantBlanks: after.fields.meantBlanks })
  return comparison
}

const A = clause('dieu', 'Phạm vi điều chỉnh của Quy chế này', 'a')
const B = clause('dieu', 'Trách nhiệm của thủ trưởng các cơ quan', 'b')
const C = clause('dieu', 'Hiệu lực thi hành kể từ ngày ký', 'c')

test('equal texts have nothing to tell', () => {
  const { entries, words, fields } = holds(doc(A, B), doc(A, B))
  expect(entries.map(({ is }) => is)).toEqual(['same', 'same'])
  expect([words, fields]).toEqual([{ in: 0, out: 0 }, []])
})

test('one word for another is one change within its line', () => {
  const { entries, words } = holds(
    doc(p('Hoàn thành trước ngày 15 tháng này')),
    doc(p('Hoàn thành trước ngày 20 tháng này')),
  )
  const [only] = entries
  expect(only).toMatchObject({ is: 'changed', within: { is: 'line', isRewritten: false } })
  const pieces = only?.is === 'changed' && only.within.is === 'line' ? only.within.pieces : []
  expect(pieces.map(({ is, nodes }) => [is, nodes[0]?.text])).toEqual([
    ['same', 'Hoàn thành trước ngày '],
    ['out', '15'],
    ['in', '20'],
    ['same', ' tháng này'],
  ])
  expect(words).toEqual({ in: 1, out: 1 })
})

test('a clause that went elsewhere is moved, and what was changed in it is told word by word', () => {
  const changed = clause('dieu', 'Hiệu lực thi hành kể từ ngày công bố', 'c')
  expect(shown(holds(doc(A, B, C), doc(changed, A, B)))).toEqual(['changed moved'])
  expect(holds(doc(A, B, C), doc(changed, A, B)).words).toEqual({ in: 2, out: 1 })
})

test('a paragraph without an id that went elsewhere is moved as well', () => {
  const far = p('Giao Văn phòng theo dõi, đôn đốc việc thực hiện Quyết định này.')
  expect(shown(holds(doc(far, A, B, C), doc(A, B, C, far)))).toEqual(['same moved'])
})

test('what is light moves past what is heavy, not the other way round', () => {
  const heavy = Array.from({ length: 6 }, (_, at) => p(`Đoạn thứ ${at} nói về việc tiếp công dân định kỳ`))
  const { entries } = holds(doc(A, ...heavy), doc(...heavy, A))
  expect(entries.filter((entry) => 'isMoved' in entry && entry.isMoved)).toMatchObject([{ before: 0, after: 6 }])
})

test('a line in which little is left is written anew, not confetti', () => {
  const { entries } = holds(
    doc(clause('khoan', 'Các đơn vị gửi báo cáo về Sở Tài chính trước ngày mười lăm', 'k')),
    doc(clause('khoan', 'Kinh phí thực hiện lấy từ nguồn ngân sách của tỉnh năm sau', 'k')),
  )
  expect(entries).toMatchObject([{ is: 'changed', within: { isRewritten: true } }])
})

test('a line that was written on is one line, however much was added', () => {
  const { entries } = holds(
    doc(p('Trân trọng./.')),
    doc(p('Trân trọng./. Các đơn vị gửi báo cáo về Sở Tài chính trước ngày 15')),
  )
  expect(entries).toMatchObject([
    { is: 'changed', within: { isRewritten: false, pieces: [{ is: 'same' }, { is: 'in' }] } },
  ])
})

test('bold alone is a change of form, and moves no words', () => {
  const { entries, words } = holds(doc(p('Giao Sở Nội vụ chủ trì')), doc(p('Giao ', bold('Sở Nội vụ'), ' chủ trì')))
  expect(entries).toMatchObject([{ within: { pieces: [{ is: 'same' }, { is: 'form' }, { is: 'same' }] } }])
  expect(words).toEqual({ in: 0, out: 0 })
})

test('a cell, a row and a table are told apart', () => {
  const head = row(cell('Số thứ tự'), cell('Đơn vị thực hiện'))
  const [one, two] = [row(cell('1'), cell('Sở Tài chính tỉnh')), row(cell('2'), cell('Sở Nội vụ tỉnh'))]
  const changed = row(cell('1'), cell('Sở Xây dựng tỉnh'))
  const { entries } = holds(doc(table(head, one)), doc(table(head, changed, two)))
  expect(entries).toMatchObject([
    { is: 'changed', within: { is: 'children', entries: [{ is: 'same' }, { is: 'changed' }, { is: 'in' }] } },
  ])
})

test('fields are told old and new, by their words where they have any', () => {
  const before = documentOf('quyet-dinh', [A], { subject: 'Ban hành Quy chế', urgency: 'none' })
  const after = documentOf('quyet-dinh', [A], { subject: 'Ban hành Quy định', urgency: 'khan' })
  const { fields } = holds(before, after)
  expect(fields).toMatchObject([
    { name: 'subject', pieces: [{ is: 'same' }, { is: 'out' }, { is: 'in' }] },
    { name: 'urgency', before: 'none', after: 'khan', pieces: null },
  ])
})

test('where there is too much to compare, lines are written anew and it is said', () => {
  const many = (word: string) =>
    Array.from({ length: 40 }, (_, at) => clause('khoan', `${word} nội dung thứ ${at} của ${word}`, `k${at}`))
  const comparison = compare(doc(...many('kế hoạch')), doc(...many('báo cáo')), 100)
  expect(comparison.isCoarse).toBe(true)
  holds(doc(...many('kế hoạch')), doc(...many('báo cáo')), comparison)
})

// ── Seeds ─────────────────────────────────────────────────────────────────────────────────────────────────────────

test.each(Array.from({ length: 300 }, (_, seed) => seed))(
  'seed %i: either text comes out of it again, and words add up',
  (seed) => {
    const random = seeded(seed + 1).below
    const blocks = textBy(random)
    const before = doc(...blocks)
    const after = doc(...editedBy(random, blocks))
    holds(before, after)
    holds(before, after, compare(before, after, random(2_000)))
  },
)
