/** The files that the page is set in (Tinos, and fonts of signs), and what can be known of a text before it is set. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { PDF } from '@libpdf/core'
import { signsIn, unprintableIn } from '../../src/lib/document/letters.ts'

const STYLES = ['400Regular', '400Regular_Italic', '700Bold', '700Bold_Italic'] as const

/** For signs that Tinos lacks, in the order in which they are asked; document.typ and signs.css name the same. */
export const SIGN_FONTS = [
  {
    family: 'Noto Sans Symbols 2',
    file: '@expo-google-fonts/noto-sans-symbols-2/400Regular/NotoSansSymbols2_400Regular.ttf',
  },
  {
    family: 'Noto Sans Symbols',
    file: '@expo-google-fonts/noto-sans-symbols/400Regular/NotoSansSymbols_400Regular.ttf',
  },
  { family: 'Noto Sans Math', file: '@expo-google-fonts/noto-sans-math/400Regular/NotoSansMath_400Regular.ttf' },
] as const

/** Paths of the four files of Tinos below the project folder. */
export function fontFiles(root: string): string[] {
  const folder = path.join(root, 'node_modules/@expo-google-fonts/tinos')
  return STYLES.map((style) => path.join(folder, style, `Tinos_${style}.ttf`))
}

export function signFontFile(root: string, family: string): string {
  const font = SIGN_FONTS.find((one) => one.family === family)
  return path.join(root, 'node_modules', font?.file ?? '')
}

/** Everything that a document is set with. */
export function allFontFiles(root: string): string[] {
  return [...fontFiles(root), ...SIGN_FONTS.map(({ family }) => signFontFile(root, family))]
}

const UNIT_PT = 1000

export interface Face {
  /** The first character of `text` that the fonts cannot draw. */
  missing(text: string): string | undefined
  /** Width of one line of bold text (the widest style), in points; never too small. */
  width(text: string, sizePt: number): number
}

/** Stands where a character was lost before it was stored; Tinos draws it, so that everybody sees the hole. */
const LOST = '\uFFFD'

/** No sign is wider: the widest of them, as a share of the size. */
const SIGN_EM = 2

/** All four styles hold the same characters (a test says so); bold is the widest, so it is the one that measures. */
export function readFace(root: string): Face {
  const bold = PDF.create().embedFont(readFileSync(fontFiles(root)[2] ?? ''))
  /** At UNIT_PT. Letters are set one behind the other, without kerning: so each is asked for once. */
  const widths = new Map<string, number>()
  const widthOf = (character: string): number => {
    const known =
      widths.get(character) ??
      (signsIn(character).length > 0 ? SIGN_EM * UNIT_PT : bold.getTextWidth(character, UNIT_PT))
    widths.set(character, known)
    return known
  }
  return {
    missing: (text) => unprintableIn(text).find((one) => one.text !== LOST)?.text,
    width(text, sizePt) {
      let points = 0
      for (const character of text) points += widthOf(character)
      return (points * sizePt) / UNIT_PT
    },
  }
}
