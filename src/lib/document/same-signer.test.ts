import { expect, test } from 'vitest'
import { isSamePrintedName } from './same-signer.ts'

test.each([
  ['Lê Đức Thắng', 'LÊ ĐỨC THẮNG'],
  ['Lê Đức Thắng', 'Lê Đức Thắng'.normalize('NFD')],
  ['Lê Đức Thắng', '  Lê  Đức\u00A0Thắng '],
])('%j is printed as %j', (one, other) => expect(isSamePrintedName(one, other)).toBe(true))

test.each([
  ['Lê Đức Thắng', 'Lê Đức Thăng'],
  ['Lê Đức Thắng', 'Le Duc Thang'],
  ['Lê Đức Thắng', 'Lê Đức'],
  ['Lê Đức Thắng', 'Lê Đức\u200d Thắng'],
  ['Lê Đức Thắng', ''],
])('%j is not printed as %j', (one, other) => expect(isSamePrintedName(one, other)).toBe(false))
