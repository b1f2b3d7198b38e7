import { describe, expect, test } from 'vitest'
import { isSameName } from './same-name.ts'

describe('the name in a certificate and the name on the paper', () => {
  test.each([
    ['NGUYỄN THỊ HỒNG PHƯỢNG', 'Nguyễn Thị Hồng Phượng'],
    ['Nguyễn Thị Hồng Phượng'.normalize('NFD'), 'Nguyễn Thị Hồng Phượng'],
    ['NGUYEN THI HONG PHUONG', 'Nguyễn Thị Hồng Phượng'],
    ['TS. Nguyễn  Thị Hồng Phượng', 'Nguyễn Thị Hồng Phượng'],
    ['PGS.TS. Nguyễn\u00A0Thị Hồng Phượng', 'Bà Nguyễn Thị Hồng Phượng'],
    ['Ba NGUYEN THI HONG PHUONG', 'Nguyễn Thị Hồng Phượng'],
    ['Nguyễn Thị Hồng Phượng (001085012345)', 'Nguyễn Thị Hồng Phượng'],
    ['Nguyễn Thị Hồng Phượng (CCCD: 001085012345)', 'Nguyễn Thị Hồng Phượng'],
    ['NGUYEN THI HONG PHUONG <phuongnth@sonla.gov.vn>', 'Nguyễn Thị Hồng Phượng'],
    ['Nguyễn Thị Hồng Phượng phuongnth@sonla.gov.vn', 'Nguyễn Thị Hồng Phượng'],
    ['DANG VAN DUC', 'Đặng Văn Đức'],
    ['NGUYEN VAN BA', 'Nguyễn Văn Bá'],
    ['Phó Đức Phương', 'Phó Đức Phương'],
    ['Lê Thuý Hoà', 'Lê Thúy Hòa'],
    ['UBND TỈNH SƠN LA', 'Ủy ban nhân dân tỉnh Sơn La'],
    ['UBND TINH SON LA', 'Ủy ban nhân dân tỉnh Sơn La'],
    ['ỦY BAN NHÂN DÂN TỈNH SƠN LA', 'Uỷ ban nhân dân\ntỉnh Sơn La'],
  ])('%s fits %s', (certificate, paper) => expect(isSameName(certificate, paper)).toBe(true))

  test.each([
    ['Nguyễn Văn An Bình', 'Nguyễn Văn An'],
    ['Nguyễn Văn An', 'Nguyễn Văn An Bình'],
    ['Nguyễn Văn An (Bình)', 'Nguyễn Văn An'],
    ['Lê Đức Thăng', 'Lê Đức Thắng'],
    ['Hộ Thi Lân', 'Hồ Thị Lan'],
    ['Le Duc Thắng', 'Lê Đức Thắng'],
    ['Lê Đức Thắng', 'LE DUC THANG'],
    ['Thắng Lê Đức', 'Lê Đức Thắng'],
    ['Lê Đức Th\u0430ng', 'Lê Đức Thang'],
    ['Lò Văn Thưởng', 'Nguyễn Văn Thưởng'],
    ['Bá Văn An', 'Văn An'],
    ['Ủy ban nhân dân tỉnh Điện Biên', 'Ủy ban nhân dân tỉnh Sơn La'],
    ['Chi cục Thuế khu vực 2', 'Chi cục Thuế khu vực 1'],
    ['mail.example.vn', 'Nguyễn Văn An'],
    ['', ''],
    ['', 'Nguyễn Văn An'],
    ['Nguyễn Văn An', ''],
    ['Ông', 'Bà'],
    ['(001085012345)', '(001085012345)'],
  ])('%s does not fit %s', (certificate, paper) => expect(isSameName(certificate, paper)).toBe(false))
})

test('a name of any length is answered at once', () => {
  for (const part of ['a', ' ', '(', 'a@', 'ông ', '(1', '- '])
    for (const times of [100, 500_000]) expect(isSameName(part.repeat(times), 'Nguyễn Văn An')).toBe(false)
})
