/**
 * The lists that clauses are counted by: which levels each has, how Word writes their numbers, and how a printed label is read
 * as one of those.
 */
import type { ClauseLevel } from '../../../../src/lib/document/model.ts'
import { roman } from '../../../../src/lib/document/numbering.ts'

/** ST_NumberFormat, ISO/IEC 29500-1, 17.18.59. */
export type Format = 'decimal' | 'upperRoman' | 'lowerLetter'

/** What Word puts in front of a paragraph: in `text`, "{khoan}" is the number of the khoản that it stands in, or is. */
export interface Look {
  text: string
  format: Format
}

/**
 * Levels of one list, outermost first: each counts anew in the next one above it. Phần, chương and điều begin lists of their own,
 * since they are not counted anew in what they stand in. A standard way to say so within one list (`w:lvlRestart`) is not
 * known to LibreOffice.
 */
export type Levels = readonly ClauseLevel[]

export const ARTICLES: readonly Levels[] = [
  ['phan'],
  ['chuong', 'muc', 'tieu-muc'],
  ['dieu', 'khoan', 'decimal', 'sub-decimal', 'diem'],
]
/** Of a part without điều: there khoản are counted in a mục. */
export const SECTIONS: readonly Levels[] = [
  ['phan'],
  ['chuong', 'muc', 'tieu-muc', 'khoan', 'decimal', 'sub-decimal', 'diem'],
]

const look = (text: string, format: Format): Look => ({ text, format })

/** A mục on the line of its title, in papers without articles. */
export const MUC_IN_LINE: Look = look('{muc}.', 'upperRoman')

/** What stands in a list for levels that its document does not use, so that whoever goes on writing has them. */
export const USUAL: Readonly<Record<ClauseLevel, Look>> = {
  phan: look('Phần {phan}', 'upperRoman'),
  chuong: look('Chương {chuong}', 'upperRoman'),
  muc: look('Mục {muc}', 'decimal'),
  'tieu-muc': look('Tiểu mục {tieu-muc}', 'decimal'),
  dieu: look('Điều {dieu}.', 'decimal'),
  khoan: look('{khoan}.', 'decimal'),
  decimal: look('{khoan}.{decimal}.', 'decimal'),
  'sub-decimal': look('{khoan}.{decimal}.{sub-decimal}.', 'decimal'),
  diem: look('{diem})', 'lowerLetter'),
}

/** Word counts a, b, c, d, e, f: the fifth điểm is đ, of which no format of Word's knows. */
export const LETTERS_ALIKE = 4

/** The number as Word writes it; "" for one that it cannot write as we do. */
export function written(number: number, format: Format): string {
  if (format === 'decimal') return String(number)
  if (format === 'upperRoman') return roman(number)
  return number > LETTERS_ALIKE ? '' : String.fromCharCode(96 + number)
}

/** Where the number of a level stands in a look. */
export const NUMBER = /\{[a-z-]+\}/g

/** A label as a number of its level's usual look, or null. */
export function read(level: ClauseLevel, label: string): { look: Look; number: number } | null {
  const looks = level === 'muc' ? [USUAL.muc, MUC_IN_LINE] : [USUAL[level]]
  for (const one of looks) {
    const [before = '', after = ''] = one.text.split(NUMBER)
    if (!label.startsWith(before) || !label.endsWith(after)) continue
    const number = numberOf(label.slice(before.length, label.length - after.length), one.format)
    if (number !== null) return { look: one, number }
  }
  return null
}

const DIGITS = /^[1-9]\d{0,3}$/

export function numberOf(words: string, format: Format): number | null {
  if (format === 'decimal') return DIGITS.test(words) ? Number(words) : null
  const number = format === 'upperRoman' ? romanValue(words) : words.charCodeAt(0) - 96
  return number > 0 && written(number, format) === words ? number : null
}

const SIGNS: Readonly<Record<string, number>> = { I: 1, V: 5, X: 10, L: 50, C: 100, D: 500, M: 1000 }
const LONGEST_ROMAN = 15

function romanValue(words: string): number {
  if (words.length > LONGEST_ROMAN) return 0
  const values = Array.from(words, (sign) => SIGNS[sign] ?? 0)
  return values.reduce((sum, value, at) => sum + (value < (values[at + 1] ?? 0) ? -value : value), 0)
}
