import { expect, test } from 'vitest'
import { signedForIn } from './signing-forms.ts'

test.each<[string, [string, string][]]>([
  ['CHỦ TỊCH', []],
  ['KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH', [['KT', 'CHỦ TỊCH']]],
  [
    'TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH',
    [
      ['TM', 'ỦY BAN NHÂN DÂN'],
      ['KT', 'CHỦ TỊCH'],
    ],
  ],
  ['TUQ. CHỦ TỊCH\nGIÁM ĐỐC SỞ NỘI VỤ', [['TUQ', 'CHỦ TỊCH']]],
  ['Q. GIÁM ĐỐC', [['Q', 'GIÁM ĐỐC']]],
  ['kt.CHỦ TỊCH', [['KT', 'CHỦ TỊCH']]],
  ['TS. NGUYỄN VĂN A', []],
  ['', []],
])('%j says for whom', (capacity, found) => {
  expect(signedForIn(capacity).map(({ form, title }) => [form, title])).toEqual(found)
})
