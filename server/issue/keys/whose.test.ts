import { describe, expect, test } from 'vitest'
import { isSameName } from './whose.ts'

const decomposed = 'Nguyễn Thị Hồng Phượng'.normalize('NFD')

describe('the name in a certificate and the name on the paper', () => {
  test.each([
    ['Nguyễn Thị Hồng Phượng', 'NGUYỄN THỊ HỒNG PHƯỢNG'],
    ['Nguyễn Thị Hồng Phượng', decomposed],
    ['Nguyễn Thị Hồng Phượng', 'NGUYEN THI HONG PHUONG'],
    ['Nguyễn Thị Hồng Phượng', 'Phượng Nguyễn Thị Hồng'],
    ['Nguyễn Thị Hồng Phượng', 'TS. Nguyễn  Thị Hồng Phượng'],
    ['Nguyễn Thị Hồng Phượng', 'Bà Nguyễn Thị Hồng Phượng (001085012345)'],
    ['Đặng Văn Đức', 'DANG VAN DUC'],
    ['Nguyễn Văn Bá', 'NGUYEN VAN BA'],
    ['Ủy ban nhân dân tỉnh Sơn La', 'UBND TỈNH SƠN LA'],
    ['Uỷ ban nhân dân\ntỉnh Sơn La', 'ỦY BAN NHÂN DÂN TỈNH SƠN LA'],
  ])('%s = %s', (one, other) => {
    expect(isSameName(one, other)).toBe(true)
    expect(isSameName(other, one)).toBe(true)
  })

  test.each([
    ['Nguyễn Thị Hồng Phượng', 'Nguyễn Thị Phượng'],
    ['Nguyễn Thị Hồng Phượng', 'Nguyễn Thị Hồng Phương Mai'],
    ['Nguyễn Văn Bá', 'Nguyễn Văn'],
    ['Lò Văn Thưởng', 'Nguyễn Văn Thưởng'],
    ['Ủy ban nhân dân tỉnh Sơn La', 'Ủy ban nhân dân tỉnh Điện Biên'],
    ['Ủy ban nhân dân tỉnh Sơn La', 'Hội đồng nhân dân tỉnh Sơn La'],
    ['Nguyễn Văn An', 'mail.example.vn'],
    ['', ''],
    ['Ông', 'Bà'],
    ['An', '123'],
  ])('%s ≠ %s', (one, other) => expect(isSameName(one, other)).toBe(false))
})
