/** What one line of text is, by how it begins. Used for whole texts, for pasted lines and for typing. */
import type { Alignment, BodyNode, ClauseLevel } from '../model.ts'
import type { LineMarker } from '../nodes/textblock.ts'
import { beginsQuotation } from '../quotation.ts'

/** A line of a source, or a finished block (a table). */
export type SourceLine = SourceText | { block: BodyNode; isLandscape?: boolean }

export interface SourceText {
  text: string
  /** Its inline content, where the source has one. */
  content?: BodyNode[]
  /** Where the source says more than that it is running text. */
  align?: Alignment
  /** It stands on paper that lies across. */
  isLandscape?: boolean
  /** What each text box says that is anchored at it. */
  boxes?: string[]
}

export type Recognised =
  | { is: 'clause'; level: ClauseLevel; labelLength: number }
  /** Some put a dash in front. */
  | { is: 'basis'; labelLength: number }
  | { is: 'formula' }
  | { is: 'appendix'; labelLength: number }
  | { is: 'listLine'; marker: LineMarker; labelLength: number }
  /** The first line of quoted clauses of another document. */
  | { is: 'quote' }
  | { is: 'ornament' }
  | { is: 'text' }

/** Stands for a finished block where lines are looked at as text: no pattern takes it for anything. */
export const BLOCK = '\uFFFC'

const CLAUSES: readonly [ClauseLevel, RegExp][] = [
  ['phan', /^phần\s+(?:thứ\s+\p{L}+|[IVXLC]+)(?=$|[\s.:–-])[\s.:–-]*/iu],
  ['chuong', /^chương\s+(?:[IVXLC]+|\d+)(?=$|[\s.:–-])[\s.:–-]*/iu],
  ['tieu-muc', /^tiểu mục\s+\d+(?=$|[\s.:–-])[\s.:–-]*/iu],
  ['muc', /^mục\s+(?:\d+|[IVXLC]+)(?=$|[\s.:–-])[\s.:–-]*/iu],
  ['dieu', /^điều\s+\d+\s*(?:[.:]\s*|$)/iu],
  // "Điều 2 - Tổ chức" is an article, "Điều 2 - khoản 5 Luật này" a sentence.
  ['dieu', /^(?:Điều|ĐIỀU)\s+\d+\s*[–-]\s*(?=\p{Lu})/u],
  ['muc', /^[IVX]{1,5}\s*[.–-]\s*(?=\p{Lu})/u],
  // "1.1 Mục tiêu" is a number too, "1.5 tỷ" none; nor is "1.1.2026".
  ['sub-decimal', /^\d{1,2}\.\d{1,2}\.\d{1,2}(?:\s*\.(?:\s+|(?=[^\s\d]))|\s+(?=["“]?\p{Lu}))/u],
  ['decimal', /^\d{1,2}\.\d{1,2}(?:\s*\.(?:\s+|(?=[^\s\d]))|\s+(?=["“]?\p{Lu}))/u],
  ['khoan', /^\d{1,3}\s*\.\s+/u],
  ['khoan', /^\d{1,3}\.(?=\p{Lu})/u],
  ['diem', /^[a-zđ]\s*\)\s*/u],
]

/** A rule under a title, or "o0o"; a line of dots is a blank to be filled in, and so is a long one of underscores. */
const ORNAMENT = /^(?:[\s_*=~–—─━-]{3,}|[\s_*=–—-]*o[0o]o[\s_*=–—-]*)$/i
const FILLED_IN = /_{20}/

/** Levels whose label is a word: in a sentence it may be the first one ("Phần thứ nhất bao gồm …"). */
const NAMED: ReadonlySet<ClauseLevel> = new Set(['phan', 'chuong', 'muc', 'tieu-muc'])

/**
 * A căn cứ is one only where căn cứ stand: `mayBeBasis` says whether the articles have begun. "Căn cứ …, Ủy ban nhân dân
 * tỉnh có ý kiến như sau:" leads to what follows and is running text.
 */
export function recognise(text: string, mayBeBasis = true): Recognised {
  const line = text.trimStart()
  const lead = text.length - line.length
  if (ORNAMENT.test(text) && !FILLED_IN.test(text)) return { is: 'ornament' }
  if (/^QUYẾT (ĐỊNH|NGHỊ)\s*:$/.test(text.trim())) return { is: 'formula' }
  const basis =
    mayBeBasis && !/:\s*$/.test(line) && /^([-–+]\s*)?(căn cứ|theo đề nghị|xét đề nghị)(?=\s|$)/iu.exec(line)
  if (basis) return { is: 'basis', labelLength: basis[1] ? lead + basis[1].length : 0 }
  const appendix = /^phụ lục(?:\s+(?:[IVXLC]+|\d+))?\s*(?:[.:–-]\s*)?$/iu.exec(line)
  if (appendix) return { is: 'appendix', labelLength: text.length }
  for (const [level, pattern] of CLAUSES) {
    const label = pattern.exec(line)
    if (label && !(NAMED.has(level) && isSentence(label[0], line.slice(label[0].length))))
      return { is: 'clause', level, labelLength: lead + label[0].length }
  }
  if (beginsQuotation(line)) return { is: 'quote' }
  const marker = /^([-–+•*])\s*(?=\S)/u.exec(line)
  // "-5 độ" and "+84" are numbers, not list lines.
  if (marker && !/^[-+]\d/.test(line)) {
    return { is: 'listLine', marker: markerOf(marker[1]), labelLength: lead + marker[0].length }
  }
  return { is: 'text' }
}

/** Whether the words behind "Phần thứ nhất" go on with it, where no mark parts them. */
function isSentence(label: string, rest: string): boolean {
  if (rest === '' || /[.:–-]\s*$/.test(label) || isCapitals(rest)) return false
  return !/^["“(]?\p{Lu}/u.test(rest) || /[.;:,]\s*$/.test(rest)
}

function markerOf(sign: string | undefined): LineMarker {
  if (sign === '+') return '+'
  return sign === '•' || sign === '*' ? '•' : '-'
}

/** Whether a line can be the title under "Chương I": in capitals, or the first words after it. */
export function isCapitals(text: string): boolean {
  return /\p{L}/u.test(text) && text === text.toUpperCase()
}
