/**
 * How words and marks are written in the text (Phụ lục II; Phụ lục I, Mục II.6). Only what a machine can be sure of.
 * Each pattern begins with a character that is seldom there and looks behind after it: a look-behind in front would be
 * tried at every letter of 100 pages.
 */
import { ATOM } from '../inline.ts'
import { rank } from '../nodes/clause.ts'
import { capitalised } from '../text.ts'
import { type Block, excerpt, type Line, matches, placeOf, replaceText } from './inspect.ts'
import type { Rule } from './rule.ts'

/** "số 05/QĐ-UBND", with or without spaces and with any dash: a number, a year perhaps, and groups in capitals. */
const CITED_SYMBOL =
  /\d(?<!\d\d)\d*[ \u00a0]*\/[ \u00a0]*(?:\d{4}[ \u00a0]*\/[ \u00a0]*)?\p{Lu}+(?:[\p{Ll}\d][\p{Lu}\d]*)?(?:[ \u00a0]*[-–—][ \u00a0]*\p{Lu}{2,}\d*(?![\p{L}\d]))+/gu
const CITED_BY =
  /(?:số:?|quyết định|nghị quyết|nghị định|chỉ thị|thông tư|công văn|kế hoạch|tờ trình|báo cáo|thông báo)[ \u00a0]*$/iu
const LONGEST_NAME = 20

/** Those of "ngày   tháng   năm" and "số   /QĐ-UBND" are places to fill in: see blanks.ts. */
const SPACES_TWICE =
  /[ \u00a0]{2,3}(?<=\S[ \u00a0]{2,3})(?<!(?:[Nn]gày|tháng|[Ss]ố:?)[ \u00a0]{2,3}(?=tháng|năm\s|\/))(?=\S)/gu

/** A blank in front of a mark; where none stands behind it either it goes there. A full stop may belong to a name (".gov", ".docx"). */
const SPACE_BEFORE =
  /[ \u00a0](?<=[\p{L}\d)\]”»"%’][ \u00a0])[ \u00a0]*(?:([,;:?!])(?=\s|$)|([,;:?!])(?=[\p{L}“«(])|(\.)(?![./\d])(?=\s|$)|(\.)(?=\p{Lu}\p{Ll}))/gu

/** A mark with nothing behind it: after a comma any letter, after the others only where a new sentence or list begins. */
const SPACE_AFTER =
  /(?:[,;](?<=[\p{L}\d)”»%][,;])(?=\p{L})|[:?!](?<=\p{Ll}{2}[:?!])(?=\p{Lu}\p{Ll})|\.(?<=(?:^|[\s(“])\p{L}?\p{Ll}{2,}\.)(?=\p{Lu}\p{Ll}*\s))/gu

/** After what is cited with it, or before the document whose part it is. "Đã điều 5 Luật sư" sends people. */
const ARTICLE_SMALL =
  /điều(?=\s+\d)(?<=(?:[Kk]hoản\s+\d+|[Đđ]iểm\s+[a-zđ]|[Tt]ại|[Tt]heo|quy định ở|Điều\s+\d+\s+và),?\s+điều)|(?:điều|chương)(?<!\p{L}(?:điều|chương))(?=\s+(?:\d+\p{Ll}?|[IVXL]+)\s+(?:của\s+)?(?:Hiến pháp|Bộ luật|Luật|Pháp lệnh|Nghị định|Nghị quyết|Quyết định|Thông tư|Quy chế|Điều lệ)\s+(?:số|này|về|\p{Lu}))/gu

/** Names of bodies that are written short everywhere; not part of an address ("ubnd.sonla.gov.vn"). */
const BODY_SMALL =
  /(?:ubnd|hđnd|ubmttq|mttq)(?<=(?:^|[^\p{L}\d@./_-])(?:ubnd|hđnd|ubmttq|mttq))(?![\p{L}\d@_-]|[./](?=[\p{L}\d]))/giu

const DATE =
  /(\d{1,2})(?:\s+tháng\s+(\d{1,2})(?:,?\s+năm\s+(\d{4}))?|([/.-])(\d{1,2})(?:\4(\d{4}))?)(?![\d/]|[.,-]\d|\s+(?:ngày|tuần))/gu
const DATE_LEAD = /(?:(ngày)|đến|từ|trước|hết)\s+$/iu
const LUNAR = /^[\s(,]*(?:năm\s+\p{Lu}\p{L}+\s+\p{Lu}|âm|ÂL|AL(?!\p{L}))/u

/** "ngày 31 tháng 02", "đến 31/02/2026"; no duration ("31 tháng 02 ngày"), no pair of days ("ngày 30-31"), no number. */
function isImpossible([, day, long, longYear, mark, short, shortYear]: RegExpExecArray, before: string): boolean {
  const lead = DATE_LEAD.exec(before)
  const [d, m] = [Number(day), Number(long ?? short)]
  const year = longYear ?? shortYear
  if (!lead) return false
  if (mark && !year && (mark !== '/' || !lead[1] || m > 12)) return false
  const length = new Date(Date.UTC(Number(year ?? 2024), m, 0)).getUTCDate() // 2024 has a 29 February
  return d < 1 || m < 1 || m > 12 || d > length
}

/** Where "(" stands that nothing closes, and whether more is closed than was opened, as in a line that goes on. */
function bracketsIn(text: string): { open: number[]; closesMore: boolean } {
  const open: number[] = []
  let closesMore = false
  for (const { 0: mark, index } of text.matchAll(/[()\]]/g)) {
    if (mark === '(') open.push(index)
    else if (open.pop() === undefined && mark === ')') closesMore = true
  }
  return { open, closesMore }
}

const isCentred = (block: Block | undefined) => block?.node.attrs?.align === 'center' || block?.node.type === 'appendix'

/** Quoted text is written as in its own document. */
const isOurs = ({ node }: Line) => node.type !== 'quote'

export const wordRules: Rule[] = [
  {
    id: 'spaces_twice',
    severity: 'advice',
    article: 'Phụ lục I, Mục II.6.e',
    find: ({ lines }) => matches(lines, SPACES_TWICE, () => ' '),
  },
  {
    id: 'spaces_leading',
    severity: 'advice',
    article: 'Phụ lục I, Mục II.6.e',
    find: ({ lines }) => matches(lines, /^[ \u00a0\t]+(?=\S)/gu, () => ''),
  },
  {
    id: 'space_before_mark',
    severity: 'advice',
    article: 'Phụ lục I, Mục II.6.e',
    find: ({ lines }) =>
      matches(lines, SPACE_BEFORE, ([, mark, glued, stop, gluedStop]) => mark ?? stop ?? (glued ?? gluedStop) + ' '),
  },
  {
    id: 'space_after_mark',
    severity: 'advice',
    article: 'Phụ lục I, Mục II.6.e',
    find: ({ lines }) => matches(lines, SPACE_AFTER, ([mark]) => `${mark} `),
  },
  {
    id: 'bracket_unclosed',
    severity: 'advice',
    article: 'Phụ lục I, Mục II.6.e',
    *find({ lines }) {
      for (const [index, line] of lines.entries()) {
        const at = isOurs(line) && line.text.includes('(') ? bracketsIn(line.text).open[0] : undefined
        if (at === undefined) continue
        // «(Kèm theo Quyết định …» that goes on in the next line is closed there.
        if (lines.slice(index + 1, index + 3).some(({ text }) => bracketsIn(text).closesMore)) continue
        yield { place: placeOf(line, at, at + 1), params: { found: excerpt(line.text.slice(at)) } }
      }
    },
  },
  {
    id: 'body_small',
    severity: 'advice',
    article: 'Phụ lục II, Mục IV.1',
    *find({ lines }) {
      for (const breach of matches(lines, BODY_SMALL, ([name]) => name.toUpperCase()))
        if (breach.params?.found !== breach.params?.better) yield breach
    },
  },
  {
    id: 'date_impossible',
    severity: 'advice',
    article: 'Phụ lục I, Mục II.4.b',
    *find({ lines }) {
      for (const line of lines.filter(isOurs)) {
        for (const match of line.text.matchAll(DATE)) {
          const end = match.index + match[0].length
          if (
            !isImpossible(match, line.text.slice(Math.max(0, match.index - 8), match.index)) ||
            LUNAR.test(line.text.slice(end))
          )
            continue
          yield { place: placeOf(line, match.index, end), params: { found: match[0] } }
        }
      }
    },
  },
  {
    id: 'cite_article_small',
    severity: 'advice',
    article: 'Phụ lục II, Mục V.7',
    find: ({ lines }) => matches(lines, ARTICLE_SMALL, ([word]) => capitalised(word)),
  },
  {
    id: 'cite_clause_capital',
    severity: 'advice',
    article: 'Phụ lục II, Mục V.7',
    find: ({ lines }) =>
      matches(
        lines,
        /(?:Khoản(?=\s+\d)|Điểm(?=\s+[a-zđ](?!\p{L})))(?<=(?:[\p{L}\d,;)]\s+|\()(?:Khoản|Điểm))/gu,
        ([word]) => word.toLowerCase(),
      ),
  },
  {
    id: 'date_without_zero',
    severity: 'advice',
    article: 'Phụ lục I, Mục II.4.b',
    find: ({ lines }) =>
      matches(
        lines.filter(isOurs),
        /[Nn]gày\s+(?:[1-9]\s+tháng\s+\d{1,2}|\d{2}\s+tháng\s+[12])(?=,?\s+năm\s+\d{4})/gu,
        ([date]) => date.replace(/gày\s+(?=\d\s)/, '$&0').replace(/tháng\s+(?=[12]$)/, '$&0'),
      ),
  },
  {
    id: 'cite_symbol_spaces',
    severity: 'advice',
    article: 'Phụ lục I, Mục II.3.c',
    *find({ lines }) {
      const found = matches(lines.filter(isOurs), CITED_SYMBOL, ({ 0: symbol, index, input }) =>
        CITED_BY.test(input.slice(Math.max(0, index - LONGEST_NAME), index))
          ? symbol.replaceAll(/[ \u00a0]+/g, '').replaceAll(/[–—]/g, '-')
          : null,
      )
      for (const breach of found) if (breach.mend && breach.params?.found !== breach.params?.better) yield breach
    },
  },
  {
    id: 'line_begins_small',
    severity: 'advice',
    article: 'Phụ lục II, Mục I',
    *find({ blocks }) {
      for (const block of blocks) {
        const first = /^\s*[“„«"]?\p{Ll}/u.exec(block.text)
        // A word after ":" may go on in the next line; a quoted line begins as in its document; an address or "a)" as it is.
        if (
          !first ||
          block.node.type === 'table' ||
          block.node.type === 'quote' ||
          (isCentred(block) && isCentred(blocks[block.index - 1])) || // a title of several lines
          /^\s*(https?:|www\.|\S+@|\S+\.(?:vn|com|org|net)(?![\p{L}\d])|\p{Ll}\s*[)/.])/u.test(block.text)
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
      matches(lines, /[.?!]\s+\p{Ll}(?<=(?:\p{Ll}{2}|[)”»])[.?!]\s+\p{Ll})(?=\p{Ll}*\s\p{Ll})/gu, ([letter]) =>
        letter.toUpperCase(),
      ),
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
          ['paragraph', 'listLine'].includes(block.node.type) ||
          (block.level !== null && rank(block.level) >= rank('khoan'))
        if (isText && !isTitle && letters.length >= 20) {
          yield { place: placeOf(block), params: { found: excerpt(block.text) } }
        }
      }
    },
  },
]
