import { PDF } from '@libpdf/core'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { widthOfText } from './letter-widths.ts'

const folder = path.resolve('node_modules/@expo-google-fonts/tinos')
const VIETNAMESE = 'aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵfjwz'
const SIGNS = ' .,;:!?()[]-–—…/%+=<>&«»“”‘’"\'0123456789²³°'

describe.each([
  ['400Regular', false],
  ['700Bold', true],
] as const)('%s', (style, isBold) => {
  const font = PDF.create().embedFont(readFileSync(path.join(folder, style, `Tinos_${style}.ttf`)))

  test('every letter of Vietnamese, large and small, and every usual sign is as wide as in the font', () => {
    for (const letter of VIETNAMESE + VIETNAMESE.toUpperCase() + SIGNS) {
      const millimetres = (font.getTextWidth(letter, 1_000) / 72) * 25.4
      expect(Math.abs(widthOfText(letter, 1_000, isBold) - millimetres), letter).toBeLessThan(1)
    }
  })

  test('a decomposed word is as wide as a composed one', () => {
    const word = 'Thường trực Huyện ủy'
    expect(widthOfText(word.normalize('NFD'), 13, isBold)).toBe(widthOfText(word, 13, isBold))
  })
})
