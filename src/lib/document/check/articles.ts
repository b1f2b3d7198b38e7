/** What the text cites by number: its own articles and appendices, those of «Như Điều …» too, and other documents. */
import { numberedOf } from '../numbering.ts'
import { type Block, type Line, matches, placeOf, replaceText } from './inspect.ts'
import type { Rule } from './rule.ts'

const EXECUTION = /chịu\s+trách\s+nhiệm\s+(?:tổ\s+chức\s+)?(?:thi\s+hành|thực\s+hiện)/iu

export const articleCount = (proper: readonly Block[]) => proper.filter(({ level }) => level === 'dieu').length

/** Number of the article that names those who carry the document out: by its words, else the last; 0 without articles. */
export function executingArticle(proper: readonly Block[]): number {
  let number = 0
  let found = 0
  for (const { level, node, text } of proper) {
    if (level === 'dieu') number++
    if (node.type !== 'quote' && EXECUTION.test(text)) found = number
  }
  return found === 0 ? number : found
}

export const articleRules: Rule[] = [
  {
    id: 'cite_own_unknown',
    severity: 'advice',
    article: 'Phụ lục II, Mục V.7',
    *find({ kind, proper, lines }) {
      const last = articleCount(proper)
      for (const breach of matches(ownWords(lines), ownArticle(kind.name), () => null)) {
        const number = Number(/\d+/.exec(String(breach.params?.found))?.[0])
        if (number > last) yield { ...breach, params: { ...breach.params, last } }
      }
    },
  },
  {
    id: 'cite_own_clause_unknown',
    severity: 'advice',
    article: 'Phụ lục II, Mục V.7',
    *find({ kind, proper, lines }) {
      const counts = clauseCounts(proper)
      const pattern = new RegExp(String.raw`(?<!\p{L})khoản\s+\d+\s+${ownArticle(kind.name).source}`, 'giu')
      for (const breach of matches(ownWords(lines), pattern, () => null)) {
        const [clause, article] = String(breach.params?.found).match(/\d+/g)?.map(Number) ?? []
        const last = counts[(article ?? 0) - 1]
        if (clause !== undefined && article !== undefined && last !== undefined && clause > last)
          yield { ...breach, params: { ...breach.params, article, last } }
      }
    },
  },
  {
    id: 'cite_appendix_unknown',
    severity: 'advice',
    article: 'Phụ lục I, Mục III.1.a',
    *find({ kind, blocks, lines }) {
      const last = blocks.filter(({ node }) => numberedOf(node) === 'appendix').length
      let known: Set<number | null> | null = null
      const typed = () => (known ??= new Set(blocks.map(({ text }) => numberOfHead(text))))
      const own = new RegExp(String.raw`^${BEHIND}(?:\s+của)?\s+${spaced(kind.name)}\s+này(?!\p{L})`, 'iu')
      for (const line of ownWords(lines)) {
        let first: number | null = null
        /** Where another document is named for the first time. */
        const other = () => (first ??= firstOther(line.text))
        for (const match of line.text.matchAll(APPENDIX)) {
          const end = match.index + match[0].length
          const after = line.text.slice(end, end + LONGEST_BEHIND)
          if (!own.test(after) && (!ENDS.test(after) || match.index > other())) continue
          const number = numberOf(match[1] ?? '')
          if (number <= last || typed().has(number)) continue
          yield { place: placeOf(line, match.index, match.index + match[0].length), params: { found: match[0], last } }
        }
      }
    },
  },
  {
    id: 'cite_number_word',
    severity: 'advice',
    article: 'Phụ lục I, Mục II.6.b',
    *find({ lines }) {
      for (const line of ownWords(lines)) {
        for (const { index, 0: name } of line.text.matchAll(NUMBERED)) {
          const at = index + name.length
          const [symbol = ''] = /^\S*[\p{L}\d]/u.exec(line.text.slice(at)) ?? []
          const found = name + symbol
          const params = { found, better: `${name}số ${symbol}` }
          yield { place: placeOf(line, index, at + symbol.length), params, mend: replaceText(line, at, at, 'số ') }
        }
      }
    },
  },
]

/** "tại Phụ lục V", "(Phụ lục số 05": spoken of, where a title or a cell of a table only names it. */
const APPENDIX =
  /[Pp]hụ lục(?:\s+số)?\s+(\d{1,2}|[IVXL]{1,6})(?![\p{L}\d]|[./-][\p{L}\d])(?<=(?:(?:tại|theo|ở|xem|trong)\s+|\()[Pp]hụ lục(?:\s+số)?\s+\S+)/gu
/** Others that are named with it: "Phụ lục II và Phụ lục III của …". */
const BEHIND = String.raw`(?:\s*(?:,|và|đến|hoặc)\s+(?:các\s+)?(?:Phụ lục\s+)?(?:số\s+)?(?:\d{1,2}|[IVXL]{1,6})(?!\p{L}))*(?:,?\s+(?:ban hành\s+)?(?:đính\s+)?kèm(?:\s+theo)?)?`
/** Nothing follows that it could be an appendix of. */
const ENDS = new RegExp(
  String.raw`^${BEHIND}(?:\s*$|\s*[.;:)]|,\s+(?!ban hành|(?:đính\s+)?kèm|của|thuộc|quy định|nêu)\p{Ll})`,
  'u',
)
/** Another document that is named before: the appendix may be its own. */
const OTHER =
  /\/\p{Lu}|(?:luật|pháp lệnh|nghị định|nghị quyết|quyết định|thông tư|hợp đồng|hiệp định|công văn|kế hoạch|đề án|quy chế)(?!\s+này)(?=\s|$)/iu

const ROMAN: Readonly<Record<string, number>> = { I: 1, V: 5, X: 10, L: 50 }

function numberOf(label: string): number {
  if (/^\d/.test(label)) return Number(label)
  const values = [...label].map((sign) => ROMAN[sign] ?? 0)
  return values.reduce((sum, value, at) => sum + (value < (values[at + 1] ?? 0) ? -value : value), 0)
}

/** So much is read behind an appendix: those that are named with it, and what they belong to. */
const LONGEST_BEHIND = 1_000

/** Where the first name of another document ends, or beyond the text. */
function firstOther(text: string): number {
  const found = OTHER.exec(text)
  return found ? found.index + found[0].length - 1 : text.length
}

/** The number of an appendix that was typed as a line of its own. */
function numberOfHead(text: string): number | null {
  const [, label] = /^\s*phụ lục(?:\s+số)?\s+(\d{1,2}|[IVXL]{1,6})(?![\p{L}\d])/iu.exec(text) ?? []
  return label === undefined ? null : numberOf(label.toUpperCase())
}

/** "Nghị định 30/2020/NĐ-CP" without «số». In capitals it is a title. */
const NUMBERED =
  /(?:[Nn]ghị (?:định|quyết)|[Qq]uyết định|[Tt]hông tư|[Cc]hỉ thị|[Cc]ông văn|[Kk]ế hoạch|[Tt]ờ trình|[Bb]áo cáo|[Tt]hông báo|[Hh]ướng dẫn)[ \u00a0]+(?=\d+\/(?:\d{4}\/)?\p{Lu}[\p{L}\d]*(?:-|\d))/gu

const spaced = (words: string) => words.replaceAll(' ', String.raw`\s+`)

const ownWords = (lines: readonly Line[]) => lines.filter(({ node }) => node.type !== 'quote')

/** "Điều 5 Quyết định này" of a quyết định: an article of this very document. */
const ownArticle = (kind: string) =>
  new RegExp(String.raw`Điều\s+(\d+)(?:\s+của)?\s+${spaced(kind)}\s+này(?!\p{L})`, 'giu')

/** How many khoản each article has. */
function clauseCounts(proper: readonly Block[]): number[] {
  const counts: number[] = []
  for (const { level } of proper) {
    if (level === 'dieu') counts.push(0)
    else if (level === 'khoan' && counts.length > 0) counts.push((counts.pop() ?? 0) + 1)
  }
  return counts
}
