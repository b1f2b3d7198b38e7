/**
 * Signs that Word draws with a font: the letter «o» in Wingdings is a box and no letter. Each becomes the character that
 * it shows. What the signs of every font are, `dingbat-to-unicode` knows; of several boxes that look alike we take the
 * one that every reader of the text has, too.
 */
import { codePoint } from 'dingbat-to-unicode'

const USUAL: Record<string, Record<number, string>> = {
  WINGDINGS: {
    0x6e: '■',
    0x6f: '□',
    0x71: '❑',
    0x72: '❒',
    0x6c: '●',
    0x6d: '❍',
    0x77: '◆',
    0x9f: '•',
    0xa1: '○',
    0xa7: '▪',
    0xa8: '□',
    0xd8: '➢',
    0xdf: '←',
    0xe0: '→',
    0xe1: '↑',
    0xe2: '↓',
    0xe8: '➔',
    0xfb: '✗',
    0xfc: '✓',
    0xfd: '☒',
    0xfe: '☑',
  },
  'WINGDINGS 2': { 0x4f: '✗', 0x50: '✓', 0x51: '☒', 0x52: '☑', 0x53: '☒', 0x54: '☒', 0x97: '•' },
  'WINGDINGS 3': {},
  WEBDINGS: { 0x3d: '■', 0x63: '□', 0x67: '■', 0x6e: '●' },
  SYMBOL: { 0xbd: '|', 0xbe: '—' },
}

/** Word keeps the codes of such a font in the private area. */
const PRIVATE = 0xf000

/** "Wingdings 2" of "'Wingdings 2', serif"; null for a font of letters. */
export function signFont(fonts: string): string | null {
  const first = (fonts.split(',')[0] ?? '').replaceAll(/["']/g, '').trim().toUpperCase()
  return Object.hasOwn(USUAL, first) ? first : null
}

/** The text as a font of signs shows it; any other text, and letters that such a font does not have, as they are. */
export function shownBy(font: string, text: string): string {
  const name = signFont(font)
  if (name === null) return text
  return [...text].map((one) => signOf(name, one.codePointAt(0) ?? 0) ?? one).join('')
}

function signOf(font: string, code: number): string | undefined {
  const low = code > PRIVATE && code <= PRIVATE + 0xff ? code - PRIVATE : code
  if (low < 0x20 || low > 0xff) return undefined
  return USUAL[font]?.[low] ?? codePoint(font, low)?.string
}
