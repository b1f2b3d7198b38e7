import { expect, test } from 'vitest'
import { recipientNames } from './recipient-names.ts'

test('names are read without dash, ending and purpose, each once; what is no name is left out', () => {
  expect(
    recipientNames({
      addressees: '- Bộ Nội vụ;\n- Sở Tài chính;',
      recipients:
        'Như trên;\nNhư Điều 3\nbộ nội vụ (để b/c);\nCT, các PCT UBND tỉnh (qua thư điện tử).\nLưu: VT, NC.\n\n(để b/c)',
    }),
  ).toEqual(['Bộ Nội vụ', 'Sở Tài chính', 'CT, các PCT UBND tỉnh', '(để b/c)'])
})

test('a list without end, a line without end', () => {
  const many = Array.from({ length: 5_000 }, (_, at) => `Ủy ban nhân dân xã ${at}`).join('\n')
  expect(recipientNames({ addressees: many, recipients: '' })).toHaveLength(100)
  expect(recipientNames({ addressees: `${'('.repeat(9_000)})`, recipients: ' '.repeat(9_000) })).toEqual([])
})
