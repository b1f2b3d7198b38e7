/** Documents that are long in one way each. `length`: about so many characters. */
import type { BodyNode } from '../../src/lib/document/model.ts'
import {
  appendix,
  basis,
  bold,
  br,
  cell,
  clause,
  image,
  line,
  p,
  quote,
  ref,
  row,
  table,
} from '../../src/lib/document/testing.ts'

const many = (count: number, one: (at: number) => BodyNode): BodyNode[] =>
  Array.from({ length: Math.max(1, Math.floor(count)) }, (_, at) => one(at))
const footnote = (text: string): BodyNode => ({ type: 'footnote', attrs: { text } })
const repeated = (text: string) => (length: number) => [p(text.repeat(Math.ceil(length / text.length)))]

export const SHAPES: Readonly<Record<string, (length: number) => BodyNode[]>> = {
  'one word': repeated('a'),
  'one word in capitals': repeated('Ô'),
  'a word in a cell': (length) => [table(row(cell('a'.repeat(length))))],
  words: repeated('chữ '),
  sentences: repeated('Theo Quyết định số 5 /QĐ – UBND ngày 3 tháng 2 năm 2026 tại Phụ lục V. '),
  citations: repeated('tại Phụ lục V và Phụ lục số VI, điều 5 Luật số 3/2020/QH14; '),
  dates: repeated('ngày 31 tháng 02 '),
  'blanks between words': (length) => [p(`số${' '.repeat(length)}x`)],
  'no-break blanks': (length) => [p(`ngày${'\u00a0'.repeat(length)}tháng`)],
  'blanks alone': repeated(' '),
  tabs: repeated('\t'),
  dots: (length) => [p(`${'.'.repeat(length)} 5`)],
  'dots apart': (length) => [p(`${'. '.repeat(length / 2)}5x`)],
  ellipses: repeated('…'),
  underscores: repeated('_ '),
  'straight quotes': repeated('"'),
  'opening quotes': repeated('“«'),
  brackets: repeated('(['),
  digits: repeated('1'),
  numbers: repeated('1/A-'),
  'signs of an end': repeated('./. '),
  'letters and tones apart': (length) => [p('a\u0323'.repeat(length / 2))],
  'tones without a letter': (length) => [p(`a${'\u0323'.repeat(length)}`)],
  'line ends': (length) => [p(...many(length / 2, (at) => (at % 2 === 0 ? br : { type: 'text', text: 'b' })))],
  'runs of different looks': (length) => [
    p(...many(length / 2, (at) => (at % 2 === 0 ? bold('a') : { type: 'text', text: 'b' }))),
  ],
  footnotes: (length) => [p('a', ...many(length / 10, (at) => footnote(`chú ${at}`)))],
  references: (length) => [clause('dieu', 'Một', 'x'), p('a', ...many(length / 10, () => ref('x')))],
  images: (length) => many(length / 100, () => image()),
  'short paragraphs': (length) => many(length / 10, (at) => p(`Đoạn ${at}`)),
  articles: (length) => many(length / 10, (at) => clause('dieu', `Việc ${at}`)),
  clauses: (length) => many(length / 10, (at) => clause('khoan', `Việc ${at}`)),
  points: (length) => many(length / 10, (at) => clause('diem', `Việc ${at}`)),
  appendices: (length) => many(length / 10, (at) => appendix(`PL ${at}`)),
  'lines that quote': (length) => many(length / 10, (at) => quote(`“Điều ${at}.`)),
  'lines of a list': (length) => many(length / 10, (at) => line(`Việc ${at}`, at % 3 === 0 ? '+' : '-')),
  bases: (length) => many(length / 10, (at) => basis(`Căn cứ ${at}`)),
  rows: (length) => [table(...many(length / 20, (at) => row(cell(`a${at}`), cell('b'))))],
  'words in a cell': (length) => [table(row(cell('a '.repeat(length / 2)), cell('1')))],
}
