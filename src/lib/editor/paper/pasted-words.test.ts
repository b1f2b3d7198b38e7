import { expect, test } from 'vitest'
import { pastedWords } from './pasted-words.ts'

test.each([
  ['subject', false, 'Về việc ban hành Kế hoạch\r\nphòng cháy ', 'Về việc ban hành Kế hoạch phòng cháy'],
  ['subject', false, 'sửa đổi Quyết định số 15/2026/QĐ-\nUBND', 'sửa đổi Quyết định số 15/2026/QĐ-UBND'],
  ['addressees', true, 'Kính gửi:\n\n- Sở Y tế;\n- Sở Nội vụ.\n', '- Sở Y tế;\n- Sở Nội vụ.'],
  ['recipients', true, 'Nơi nhận:\t\n- Như trên;', '- Như trên;'],
  ['capacity', true, 'KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH', 'KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH'],
  ['secondName', false, '\n', ''],
] as const)('%s', (field, keepsLines, text, words) => {
  expect(pastedWords(text, { field, isFirst: true, keepsLines })).toBe(words)
})

test('behind other words nothing is taken for what the page prints', () => {
  expect(pastedWords('Nơi nhận: kho', { field: 'recipients', isFirst: false, keepsLines: true })).toBe('Nơi nhận: kho')
})
