import { expect, test } from 'vitest'
import { shownBy, signFont } from './dingbats.ts'

test('letters of a font of signs become the signs that one sees', () => {
  expect(shownBy('Wingdings', 'o\uf0a8\uf0fe\uf0fc\uf0fd§Øà')).toBe('□□☑✓☒▪➢→')
  expect(shownBy('Wingdings 2', '\uf0a3\uf052PTS')).toBe('□☑✓☒☒')
  expect(shownBy('Symbol', '\uf0b7·£³¹®Þa')).toBe('••≤≥≠→⇒α')
  expect(shownBy("'Wingdings 3', serif", '\uf070')).toBe('▲')
})

test('text of other fonts, and letters that such a font does not have, stay', () => {
  expect(shownBy('Times New Roman', 'o\uf0a8')).toBe('o\uf0a8')
  expect(shownBy('Wingdings', 'ồ ễ')).toBe('ồ ễ')
  expect(signFont('constructor')).toBeNull()
})
