import { expect, test } from 'vitest'
import { inlineText } from '../inline.ts'
import type { BodyNode } from '../model.ts'
import { parseText } from '../parse.ts'
import { cellsOfText } from './tabbed.ts'

/** Tables as rows of the words of their cells; other blocks as their words. */
const shown = (blocks: readonly BodyNode[]) =>
  blocks.map((block) => (block.type === 'table' ? rowsOf(block) : inlineText(block)))
const rowsOf = ({ content = [] }: BodyNode) =>
  content.map((row) => row.content?.map((cell) => cell.content?.map(inlineText).join('\n') ?? ''))
const read = (text: string) => shown(parseText(text).blocks)

test('rows of cells that tabs hold apart are a table, between the lines around them', () => {
  expect(read('Kèm theo:\nTT\tĐơn vị\tKinh phí\n1\tSở Y tế\t120\n2\t\t95\r\nHết.')).toEqual([
    'Kèm theo:',
    [
      ['TT', 'Đơn vị', 'Kinh phí'],
      ['1', 'Sở Y tế', '120'],
      ['2', '', '95'],
    ],
    'Hết.',
  ])
  expect(read('Đơn vị\tSố\nSở Y tế\t1\n')).toEqual([
    [
      ['Đơn vị', 'Số'],
      ['Sở Y tế', '1'],
    ],
  ])
})

test('a cell of several lines stands in quotation marks, its own ones doubled; one of a single line keeps them', () => {
  expect(read('Ai\tViệc\nSở\t"Họp về\n""Đề án 06"""\n"Nhà"\t"Văn hóa"\nB\t"một\nhai"\n')).toEqual([
    [
      ['Ai', 'Việc'],
      ['Sở', 'Họp về\n"Đề án 06"'],
      ['"Nhà"', '"Văn hóa"'],
      ['B', 'một\nhai'],
    ],
  ])
  expect(read('a\t"một\nhai"\tc\nd\te\tf')).toEqual([
    [
      ['a', 'một\nhai', 'c'],
      ['d', 'e', 'f'],
    ],
  ])
  expect(read('x\ty\nz\t"mở\nkhông đóng')).toEqual([
    [
      ['x', 'y'],
      ['z', '"mở'],
    ],
    'không đóng',
  ])
})

test('two tables of other widths stand below each other, an empty row parts none', () => {
  expect(read('a\tb\tc\n\t\t\nd\te\tf\ng\th\ni\tk')).toEqual([
    [
      ['a', 'b', 'c'],
      ['', '', ''],
      ['d', 'e', 'f'],
    ],
    [
      ['g', 'h'],
      ['i', 'k'],
    ],
  ])
})

test.each([
  ['a numbered list', '1.\tMục đích\n2.\tYêu cầu'],
  ['points', 'a)\tMục đích\nb)\tYêu cầu\nđ)\tKhác'],
  ['numbers with points', '1.1\tMục đích\n1.2\tYêu cầu'],
  ['articles', 'Điều 1.\tPhạm vi\nĐiều 2.\tĐối tượng'],
  ['dashes', '-\tSở Y tế;\n-\tSở Tài chính.'],
  ['indents', '\tĐoạn thứ nhất.\n\tĐoạn thứ hai.'],
  ['blanks of a form', 'Họ và tên:\tNguyễn Văn A\nNgày sinh:\t01/01/1990'],
  ['blanks that are open', 'Họ và tên\t\nNgày sinh\t'],
  ['one line alone', 'Sở Y tế\t120\t95'],
  ['signatures', 'NGƯỜI LẬP\tGIÁM ĐỐC\n(Ký, ghi rõ họ tên)\t(Ký tên, đóng dấu)'],
])('%s stays lines', (_, text) => {
  expect(parseText(text).blocks.map(({ type }) => type)).not.toContain('table')
})

test('a letter keeps its columns, and its table', () => {
  const { blocks, fields } = parseText(
    [
      'ỦY BAN NHÂN DÂN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
      'TỈNH SƠN LA\tĐộc lập - Tự do - Hạnh phúc',
      'Số:     /UBND-KT\tSơn La, ngày     tháng 11 năm 2026',
      'V/v phân bổ kinh phí',
      'Kính gửi: Sở Tài chính',
      'Ủy ban nhân dân tỉnh giao như sau:',
      'TT\tĐơn vị\tSố tiền',
      '1\tSở Y tế\t120',
      'Đề nghị thực hiện./.',
      'Nơi nhận:\tKT. CHỦ TỊCH',
      '- Như trên;\tPHÓ CHỦ TỊCH',
      '- Lưu: VT.\tNguyễn Hữu Bình',
    ].join('\n'),
  )
  expect(shown(blocks)).toEqual([
    'Ủy ban nhân dân tỉnh giao như sau:',
    [
      ['TT', 'Đơn vị', 'Số tiền'],
      ['1', 'Sở Y tế', '120'],
    ],
    'Đề nghị thực hiện./.',
  ])
  expect(fields).toMatchObject({ capacity: 'KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH', signerName: 'Nguyễn Hữu Bình' })
})

test('into cells one row is enough; running text is none', () => {
  const inCells = (text: string) => cellsOfText(text.split('\n'))
  expect(inCells('a\t\tc\n')).toMatchObject([{ block: { type: 'table' } }])
  expect(inCells('a\tb\nmột dòng')).toBeNull()
  expect(inCells('một dòng')).toBeNull()
  expect(inCells('1.\tMục đích')).toBeNull()
})
