import { describe, expect, test } from 'vitest'
import { beginsQuotation, openAfter, quotationLength, TYPED_BEGINNING } from './quotation.ts'

describe('a quoted clause begins', () => {
  test.each([
    '“Điều 5. Phạm vi',
    '“Điều 5a. Hồ sơ',
    '“Điều 5',
    '«2. Nội dung',
    '"a) Một',
    '“đ1) Hai',
    '“2a. Ba',
    '“Chương IIa',
    '“Mục 2',
    '“Phần thứ hai',
    '“ 3. Cách',
  ])('with %s', (line) => expect(beginsQuotation(line)).toBe(true))

  test.each([
    '“rõ người, rõ việc”',
    '“Điều 5 của Luật này',
    '“1.5 triệu',
    '“Mục tiêu chung”',
    '“Chương trình',
    'Điều 5. x',
    '2. “a',
    '“Phần mềm”',
  ])('not with %s', (line) => expect(beginsQuotation(line)).toBe(false))

  test('as it is typed, with the blank behind its number', () => {
    expect(TYPED_BEGINNING.test('“Điều 5. ')).toBe(true)
    expect(TYPED_BEGINNING.test('"2. ')).toBe(true)
    expect(TYPED_BEGINNING.test('“Điều 5 ')).toBe(false)
    expect(TYPED_BEGINNING.test('“Điều 5. Phạm ')).toBe(false)
  })
})

test('marks pair, straight ones too, and quotations stand within quotations', () => {
  expect(openAfter('“2. Thay cụm từ “cũ” bằng “mới”', 0)).toBe(1)
  expect(openAfter('a) hết”.', 1)).toBe(0)
  expect(openAfter('"Điều 5. Tên "riêng" của nó".', 0)).toBe(0)
  expect(openAfter('(“x”)', 0)).toBe(0)
  expect(openAfter('thừa”', 0)).toBe(0)
})

test('a quotation is as long as its marks say', () => {
  expect(quotationLength(['“2. Một:', 'a) Hai;', 'b) Ba.”', '2. Của ta'])).toBe(3)
  expect(quotationLength(['“Một”; “hai', 'ba”'])).toBe(2)
  expect(quotationLength(['“Một “hai;', 'ba.”', '2. Của ta'])).toBe(2)
  expect(quotationLength(['“Một', '2. Của ta'])).toBe(1)
})
