import { describe, expect, test } from 'vitest'
import type { BodyNode } from './model.ts'
import { appendix, cell, clause, image, line, p, row, table } from './testing.ts'
import { plainText, titledClauses, wordingOf } from './titled.ts'

/** The words of the clauses with a title. */
const titles = (...blocks: BodyNode[]) => {
  const titled = titledClauses(blocks)
  return blocks.filter((_, index) => titled[index]).map(plainText)
}
const khoan = (text: string) => clause('khoan', text)
const below = p('Lời văn bên dưới.')

describe('a khoản by itself', () => {
  test.each([
    'Tổ chức thực hiện',
    'Phạm vi và đối tượng áp dụng', // the example of Phụ lục I
    'Chức vụ, họ tên và chữ ký của người có thẩm quyền',
    'Nâng cao hiệu lực, hiệu quả quản lý nhà nước trên địa bàn TP. Sơn La',
    'Giao đất, cho thuê đất',
  ])('has a title: «%s»', (text) => expect(titles(khoan(text), below)).toEqual([text]))

  test.each([
    'Tổ chức thực hiện.',
    'Sở Nội vụ có nhiệm vụ:',
    'Giao Sở Nội vụ chủ trì, phối hợp với Sở Tài chính tổ chức thực hiện',
    'Quyết định này có hiệu lực thi hành kể từ ngày ký', // the example of Phụ lục I, without its stop
    'Sở Nội vụ chủ trì; Sở Tài chính bố trí kinh phí',
    'Sở Nội vụ chủ trì. Sở Tài chính bố trí kinh phí',
    'Các cơ quan chuyên môn thuộc Ủy ban nhân dân tỉnh căn cứ chức năng, nhiệm vụ được giao xây dựng kế hoạch chi tiết và tổ chức triển khai',
  ])('has none: «%s»', (text) => expect(titles(khoan(text), below)).toEqual([]))

  test('has one only where content of its own stands below', () => {
    const title = khoan('Yêu cầu')
    const belongs = [below, line('Một.'), image(), table(row(cell('1'))), clause('diem', 'Một;')]
    for (const next of belongs) expect(titles(title, next)).toEqual(['Yêu cầu'])
    const others = [khoan('Hai.'), clause('dieu', 'Ba.'), appendix('Danh mục'), { type: 'pageBreak' }]
    for (const next of others) expect(titles(title, next)).not.toContain('Yêu cầu')
    expect(titles(title)).toEqual([])
  })
})

describe('siblings decide what the words leave open', () => {
  const long = 'Sở Tài chính bố trí kinh phí thực hiện trong dự toán hằng năm'
  const longer = `Kết quả ${'rà soát, sắp xếp, tinh gọn bộ máy '.repeat(3)}của các cơ quan chuyên môn`

  test('among sentences a long line is one of them that lacks its stop; a short phrase stays a title', () => {
    expect(titles(khoan('Giao Sở A.'), khoan(long), below, khoan('Giao Sở B.'))).toEqual([])
    expect(titles(khoan('Giao Sở A.'), khoan('Mục đích'), below, khoan('Giao Sở B.'))).toEqual(['Mục đích'])
  })

  test('among titles a long line is one of them too', () => {
    expect(titles(khoan('Mục đích'), below, khoan(long), below, khoan('Giao Sở B.'))).toEqual(['Mục đích', long])
    expect(wordingOf(khoan(longer))).toBe('doubtful')
    expect(titles(khoan(longer), below)).toEqual([])
    expect(titles(khoan(longer), below, khoan('Hạn chế'), below)).toEqual([longer, 'Hạn chế'])
  })

  test('only those of the same series', () => {
    const other = [khoan('Giao Sở A.'), khoan('Giao Sở B.')]
    expect(titles(clause('dieu', 'Một'), ...other, clause('dieu', 'Hai'), khoan(long), below)).toEqual([
      'Một',
      'Hai',
      long,
    ])
    expect(titles(...other, appendix('Danh mục'), khoan(long), below)).toEqual([long])
    expect(titles(khoan(long), below, clause('diem', 'Một.'), clause('diem', 'Hai.'))).toEqual([long])
  })
})

test('articles of a decision are sentences, those of rules have titles, however long', () => {
  const amended =
    'Sửa đổi, bổ sung một số điều của Quy chế làm việc ban hành kèm theo Quyết định số 12/2023/QĐ-UBND ngày 05 tháng 3 năm 2023 của Ủy ban nhân dân tỉnh'
  expect(
    titles(clause('dieu', amended), khoan('Sửa đổi khoản 1 như sau:'), clause('dieu', 'Hiệu lực thi hành'), below),
  ).toEqual([amended, 'Hiệu lực thi hành'])
  const from = 'Quyết định này có hiệu lực kể từ ngày ký'
  expect(titles(clause('dieu', 'Ban hành Quy chế.'), clause('dieu', from), below)).toEqual([])
})

test('what stands above articles has a title always, a điểm never', () => {
  expect(titles(clause('muc', 'Mục đích.'), clause('diem', 'Một'), below)).toEqual(['Mục đích.'])
})

test('"1.1." has a title where a khoản would: a short phrase above its content', () => {
  const of = (...blocks: BodyNode[]) => titledClauses(blocks)
  expect(of(clause('khoan', 'Mục tiêu'), clause('decimal', 'Mục tiêu chung'), p('Đến năm 2030 …'))).toEqual([
    true,
    true,
    false,
  ])
  expect(of(clause('decimal', 'Chỉ tiêu'), clause('sub-decimal', 'Về kinh tế'), clause('diem', 'Tăng 8%'))).toEqual([
    true,
    true,
    false,
  ])
  expect(of(clause('decimal', 'Sở Tài chính bố trí kinh phí.'), p('x'))[0]).toBe(false)
})
