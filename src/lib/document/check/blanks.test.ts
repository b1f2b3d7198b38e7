import { expect, test } from 'vitest'
import type { BodyNode, Fields, OfficialDocument } from '../model.ts'
import { parseDocument, readDocument } from '../read.ts'
import { newText } from '../seed.ts'
import { appendix, attached, cell, documentOf, p, quote, row, table } from '../testing.ts'
import { checkDocument } from './index.ts'
import { applyMend } from './mend.ts'

const blanks = (body: BodyNode[], fields: Partial<Fields> = {}) =>
  checkDocument(documentOf('bao-cao', body, { subject: 'Tình hình', ...fields }))
    .filter(({ rule }) => rule === 'blank_left')
    .map(({ place, params }) => {
      const at =
        place.at === 'field' ? place.field : place.at === 'block' && [place.path.join('.'), place.from, place.to]
      return [at, params.count, params.found]
    })

test('a line is told once, however many blanks it has, at the first of them', () => {
  expect(blanks([p('Họ và tên: ………… Sinh ngày …/…/… tại ________.')])).toEqual([
    [['0', 11, 15], 3, 'Họ và tên: … Sinh ngày …/…/… tại ….'],
  ])
  expect(blanks([p('Một ….'), p('Giao «Don_vi» và [… cơ quan] thực hiện.')])).toEqual([
    [['0', 4, 5], 1, 'Một ….'],
    [['1', 5, 13], 2, 'Giao «Don_vi» và [… cơ quan] thực hiện.'],
  ])
})

test('a blank with a name is told by its name, and dots within it are none of their own', () => {
  expect(blanks([p('Căn cứ ý kiến của «Tên cơ quan ……» về việc này.')])).toEqual([
    [['0', 18, 34], 1, '«Tên cơ quan ……»'],
  ])
})

test('far into a long line the words in front of the blank are shown', () => {
  const long = `${'Nội dung đã nêu trên. '.repeat(20)}Thời hạn hoàn thành trước ngày ......... năm nay.`
  expect(blanks([p(long)])[0]?.[2]).toBe('hạn hoàn thành trước ngày … năm nay.')
})

test('a row of a table is told once', () => {
  const form = table(row(cell('1'), cell('………'), cell('………')), row(cell('2'), cell('………'), cell('Xong')))
  expect(blanks([p('Bảng:'), form])).toEqual([
    [['1.0.1.0', 0, 3], 2, '1 … …'],
    [['1.1.1.0', 0, 3], 1, '2 … Xong'],
  ])
})

test('fields have blanks too', () => {
  expect(
    blanks([p('Nội dung./.')], { subject: 'Tình hình tháng …… năm ……', recipients: 'Sở ……\nLưu: VT, NC' }),
  ).toEqual([
    ['subject', 2, 'Tình hình tháng … năm …'],
    ['recipients', 1, 'Sở … Lưu: VT, NC'],
  ])
  expect(blanks([p('Nội dung./.')], { secondName: '………' })).toEqual([]) // one signs here
})

test('quotation marks of quoted lines, drawn lines and leaders to a page number are no blanks', () => {
  expect(
    blanks([quote('«Điều 5. Hồ sơ»'), p('_______'), p('Mục lục ....... 5'), p('Các sở, ban, ngành,... và 1…2')]),
  ).toEqual([])
  expect(blanks([p('Ghi chú: …………… 12 người')])).toHaveLength(1)
})

const FORM = ['Họ và tên: ……', '____', '…', 'Ông (bà) «Họ tên»', 'ngày ... tháng ... năm ...'].map((words) => p(words))

test('a form in a phụ lục is filled in by hand; what is put into force is no form', () => {
  expect(blanks([p('Nội dung.'), appendix('Mẫu đơn'), ...FORM, table(row(cell('Lý do: ……')))])).toEqual([])
  expect(blanks([p('Nội dung.'), attached('Quy chế'), ...FORM])).toHaveLength(FORM.length)
  expect(blanks([attached('Quy chế'), p('Điều'), appendix('Mẫu đơn'), ...FORM])).toEqual([])
})

test('elsewhere its author says that a blank is meant: in a line, in a row of a table, in a field', () => {
  const text = documentOf('bao-cao', [...FORM, table(row(cell('Lý do: ……'), cell('____')))], {
    subject: 'Phong trào «Ba nhất»',
  })
  const left = (of: OfficialDocument) => checkDocument(of).filter(({ rule }) => rule === 'blank_left')
  expect(left(text)).toHaveLength(FORM.length + 1) // «____» alone is a line that is drawn
  const accepted = left(text).reduce((doc, { accept }) => (accept ? applyMend(doc, accept) : doc), text)
  expect(left(accepted)).toEqual([])
  // It is kept in the text, and reaches the freeze.
  expect(left(parseDocument(JSON.parse(JSON.stringify(accepted))))).toEqual([])
  expect(left(readDocument(newText(accepted)))).toEqual([])
})
