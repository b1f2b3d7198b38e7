/**
 * How words and marks are written in the text (Phụ lục II; Phụ lục I, Mục II.6). Only what a machine can be sure of.
 * Each pattern begins with a character that is seldom there and looks behind after it: a look-behind in front would be
 * tried at every letter of 100 pages.
 */
import { ATOM } from '../inline.ts'
import { excerpt, matches, placeOf, replaceText, type Line } from './inspect.ts'
import type { Rule } from './rule.ts'

/** "số 05/QĐ-UBND", with or without spaces and with any dash: a number, a year perhaps, and groups in capitals. */
const CITED_SYMBOL = /số \d+ ?\/ ?(?:\d{4} ?\/ ?)?\p{Lu}+\p{Ll}?[\p{Lu}\d]*(?: ?[-–] ?\p{Lu}{2,}\d*(?![\p{L}\d]))+/gu

/** Quoted text is written as in its own document. */
const isOurs = ({ node }: Line) => node.type !== 'quote'

export const wordRules: Rule[] = [
  {
    id: 'spaces_twice',
    severity: 'advice',
    article: 'Phụ lục I, Mục II.6.e',
    find: ({ lines }) => matches(lines, /[ \u00a0]{2,3}(?<=\S[ \u00a0]{2,3})(?=\S)/gu, () => ' '),
  },
  {
    id: 'spaces_leading',
    severity: 'advice',
    article: 'Phụ lục I, Mục II.6.e',
    find: ({ lines }) => matches(lines, /^[ \u00a0]+(?=\S)/gu, () => ''),
  },
  {
    id: 'space_before_mark',
    severity: 'advice',
    article: 'Phụ lục I, Mục II.6.e',
    find: ({ lines }) =>
      matches(
        lines,
        /[ \u00a0]+([,;:?!]|\.(?![./\d]))(?<=[\p{L}\d)”"][ \u00a0]+[,;:?!.])(?=\s|$)/gu,
        ([, mark]) => mark ?? null,
      ),
  },
  {
    id: 'space_after_mark',
    severity: 'advice',
    article: 'Phụ lục I, Mục II.6.e',
    find: ({ lines }) => matches(lines, /[,;](?<=\p{L}[,;])(?=\p{L})/gu, ([mark]) => `${mark} `),
  },
  {
    id: 'cite_article_small',
    severity: 'advice',
    article: 'Phụ lục II, Mục V.7',
    find: ({ lines }) => matches(lines, /điều(?= \d)(?<=(?:khoản \d+|điểm [a-zđ]|tại|theo) điều)/gu, () => 'Điều'),
  },
  {
    id: 'cite_clause_capital',
    severity: 'advice',
    article: 'Phụ lục II, Mục V.7',
    find: ({ lines }) =>
      matches(lines, /(?:Khoản(?= \d)|Điểm(?= [a-zđ](?!\p{L})))(?<=[\p{L},;)] (?:Khoản|Điểm))/gu, ([word]) =>
        word.toLowerCase(),
      ),
  },
  {
    id: 'date_without_zero',
    severity: 'advice',
    article: 'Phụ lục I, Mục II.4.b',
    find: ({ lines }) =>
      matches(lines.filter(isOurs), /ngày (?:[1-9] tháng \d{1,2}|\d{2} tháng [12])(?= năm \d{4})/gu, ([date]) =>
        date.replace(/ngày (?=\d )/, 'ngày 0').replace(/tháng (?=[12]$)/, 'tháng 0'),
      ),
  },
  {
    id: 'cite_symbol_spaces',
    severity: 'advice',
    article: 'Phụ lục I, Mục II.3.c',
    *find({ lines }) {
      const found = matches(lines.filter(isOurs), CITED_SYMBOL, ([symbol]) =>
        symbol.replaceAll(/ ?([/-]) ?/g, '$1').replaceAll(/ ?– ?/g, '-'),
      )
      for (const breach of found) if (breach.params?.found !== breach.params?.better) yield breach
    },
  },
  {
    id: 'line_begins_small',
    severity: 'advice',
    article: 'Phụ lục II, Mục I',
    *find({ blocks }) {
      for (const block of blocks) {
        const first = /^\s*\p{Ll}/u.exec(block.text)
        // A word after ":" may go on in the next line; a quoted line begins as in its document; a web address begins as it is.
        if (
          !first ||
          block.node.type === 'table' ||
          block.node.type === 'quote' ||
          /^\s*(https?:|www\.)/.test(block.text)
        )
          continue
        const at = first[0].length - 1
        const better = first[0].slice(-1).toUpperCase()
        yield {
          place: placeOf(block, at, at + 1),
          params: { found: excerpt(block.text) },
          mend: replaceText(block, at, at + 1, better),
        }
      }
    },
  },
  {
    id: 'sentence_begins_small',
    severity: 'advice',
    article: 'Phụ lục II, Mục I',
    find: ({ lines }) =>
      matches(lines, /[.?!] \p{Ll}(?<=\p{Ll}{2}[.?!] \p{Ll})(?=\p{Ll}* \p{Ll})/gu, ([letter]) => letter.toUpperCase()),
  },
  {
    id: 'capitals_throughout',
    severity: 'advice',
    article: 'Phụ lục I, Mục II.6.e',
    *find({ blocks }) {
      for (const block of blocks) {
        if (block.text !== block.text.toUpperCase()) continue
        const letters = block.text.replaceAll(ATOM, '').replaceAll(/[^\p{L}]/gu, '')
        const isTitle = block.node.type === 'paragraph' && block.node.attrs?.align === 'center'
        const isText =
          ['paragraph', 'listLine'].includes(block.node.type) || block.level === 'khoan' || block.level === 'diem'
        if (isText && !isTitle && letters.length >= 20) {
          yield { place: placeOf(block), params: { found: excerpt(block.text) } }
        }
      }
    },
  },
]
