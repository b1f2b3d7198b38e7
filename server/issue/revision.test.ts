import { expect, test } from 'vitest'
import { newVerifyCode, readVerifyCode } from './revision.ts'

test('codes have sixty bits in letters that are not misread, and never repeat here', () => {
  const codes = Array.from({ length: 2000 }, newVerifyCode)
  for (const code of codes) expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{4}$/)
  expect(new Set(codes).size).toBe(codes.length)
})

test('a code is understood as people type it', () => {
  for (const typed of ['7K3M-9QXT-01BD', '7k3m9qxt01bd', ' 7K3M – 9QXT – O1BD ', '7K3M 9QXT OIBD', '7K3M9QXTolbd'])
    expect(readVerifyCode(typed)).toBe('7K3M-9QXT-01BD')
})

test('what cannot be a code is none', () => {
  for (const typed of ['', '7K3M-9QXT', '7K3M-9QXT-01BDA', '7K3M-9QXT-01BU', '7K3M-9QXT-01B₫'])
    expect(readVerifyCode(typed)).toBeNull()
})
