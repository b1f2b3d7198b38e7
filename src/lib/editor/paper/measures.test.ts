import { expect, test } from 'vitest'
import { cssString } from './measures.ts'

test('words become one CSS string, whatever signs they have', () => {
  expect(cssString('(Kèm theo; số 5/QĐ-UBND)')).toBe('"(Kèm theo; số 5/QĐ-UBND)"')
  expect(cssString('a"; } \\\n')).toBe('"a\\22 ; } \\5c \\a "')
})
