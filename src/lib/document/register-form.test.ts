import { describe, expect, test } from 'vitest'
import {
  linesByNumber,
  rangeLine,
  rangeOnPaper,
  recipientsOf,
  REGISTER_COLUMNS,
  registerLine,
} from './register-form.ts'

const entry = {
  ...{ number: 6, symbol: 'QĐ-UBND', documentDate: '2026-11-29', kind: 'quyet-dinh', subject: 'Ban hành Quy chế' },
  ...{ signerName: 'Lê Đức Thắng', recipients: 'Các sở, ban, ngành; Sở Nội vụ; Lưu: VT, NC.', unit: 'NC', copies: 25 },
  ...{ note: 'Gửi thêm các xã', issuedOn: '2026-11-30', voided: null },
}

test('a line has the ten contents of Phụ lục IV', () => {
  expect(REGISTER_COLUMNS).toHaveLength(10)
  expect(registerLine(entry)).toEqual([
    '06/QĐ-UBND',
    '29/11/2026',
    'Quyết định Ban hành Quy chế',
    'Lê Đức Thắng',
    'Các sở, ban, ngành; Sở Nội vụ',
    'VT, NC',
    '25',
    '30/11/2026',
    '',
    'Gửi thêm các xã',
  ])
})

test('a void number says why, and what is not issued has no day of dispatch', () => {
  const voided = { on: '2026-11-30', by: 'Bùi Thị Lan', reason: 'Thiếu\nphụ lục' }
  const line = registerLine({ ...entry, issuedOn: null, voided })
  expect(line[7]).toBe('')
  expect(line[9]).toBe('Hủy số ngày 30/11/2026, Bùi Thị Lan: Thiếu phụ lục; Gửi thêm các xã')
})

describe('who keeps the copy', () => {
  test.each([
    ['Sở Nội vụ; Lưu: VT', 'Sở Nội vụ', 'VT'],
    ['- Sở Nội vụ;\n- LƯU: VT, TH.', 'Sở Nội vụ', 'VT, TH'],
    ['- Bộ Nội vụ; - Lưu: VT.', 'Bộ Nội vụ', 'VT'],
    ['Chi cục Văn thư – Lưu trữ', 'Chi cục Văn thư – Lưu trữ', ''],
    ['', '', ''],
  ])('%j', (recipients, to, kept) => expect(recipientsOf(recipients)).toEqual({ to, kept }))

  test('where the paper names nobody it is the unit that wrote it', () => {
    expect(registerLine({ ...entry, recipients: 'Sở Nội vụ' })[5]).toBe('NC')
  })
})

test('ranges stand among the numbers and say what they are', () => {
  const range = { from: 1, to: 412, reason: 'Sổ giấy' }
  expect(
    linesByNumber(
      [
        { ...entry, number: 414 },
        { ...entry, number: 413 },
      ],
      [range],
    ),
  ).toMatchObject([range, { number: 413 }, { number: 414 }])
  expect(rangeLine(range)).toEqual(['01–412', '', 'Đã cấp ngoài hệ thống', '', '', '', '', '', '', 'Sổ giấy'])
  expect(rangeOnPaper({ from: 7, to: 7 })).toBe('07')
})
