/** The signs by which a person who types as in Word tells what a line is. Only its start is read. */
import type { BlockRole } from '../../document/model.ts'
import { TYPED_BEGINNING } from '../../document/quotation.ts'
import type { BlockChoice } from '../core/blocks.ts'

interface Sign {
  /** Matches what stands before the caret, from the start of the line to the blank just typed. */
  find: RegExp
  choice: BlockChoice
  /** The sign is text of its own and stays ("Căn cứ …"); a number goes, because numbers are computed. */
  keeps?: boolean
  /** Only above the first clause: below it, "Căn cứ" is an ordinary word. */
  opening?: boolean
  /** May be meant otherwise ("1)", "a/", "1.1" of «1.1 tỷ đồng»): a number only where just this one comes next. */
  inSeries?: boolean
}

export const SIGNS: readonly Sign[] = [
  { find: /^(?:Phần|PHẦN)\s(?:thứ\s)?(?:[IVX]+|\d{1,2})\.?\s$/, choice: 'phan' },
  { find: /^(?:Chương|CHƯƠNG)\s(?:[IVXLC]+|\d{1,2})\.?\s$/, choice: 'chuong' },
  { find: /^(?:Tiểu mục|TIỂU MỤC)\s\d{1,2}\.?\s$/, choice: 'tieu-muc' },
  { find: /^(?:Mục|MỤC)\s(?:[IVX]+|\d{1,2})\.?\s$/, choice: 'muc' },
  { find: /^(?:Điều|ĐIỀU)\s\d{1,3}[a-zđ]?[.:]\s$/, choice: 'dieu' },
  { find: /^[IVX]{1,5}\.\s$/, choice: 'muc' },
  { find: /^\d{1,3}\.\s$/, choice: 'khoan' },
  { find: /^\d{1,2}\.\d{1,2}\.\s$/, choice: 'decimal' },
  { find: /^\d{1,2}\.\d{1,2}\.\d{1,2}\.\s$/, choice: 'sub-decimal' },
  { find: /^\d{1,2}\.\d{1,2}\s$/, choice: 'decimal', inSeries: true },
  { find: /^\d{1,2}\.\d{1,2}\.\d{1,2}\s$/, choice: 'sub-decimal', inSeries: true },
  { find: /^[a-eg-ik-vxyđ]\)\s$/, choice: 'diem' },
  { find: /^\d{1,3}[)/]\s$/, choice: 'khoan', inSeries: true },
  { find: /^[a-eg-ik-vxyđ]\/\s$/, choice: 'diem', inSeries: true },
  { find: /^[-–]\s$/, choice: 'listLine' },
  { find: TYPED_BEGINNING, choice: 'quote', keeps: true },
  { find: /^(?:Căn cứ|Theo đề nghị|Xét đề nghị)\s$/, choice: 'basis', keeps: true, opening: true },
]

const NUMBERABLE: ReadonlySet<BlockRole | null> = new Set(['paragraph', 'clause', 'listLine'] as const)
/** No căn cứ begins with them, though some put a dash in front of one. */
const UNNUMBERED: ReadonlySet<BlockChoice> = new Set(['listLine', 'quote', 'basis'] as const)

/**
 * Whether a sign at the start of a line means what it says. In a title it is text, and in a căn cứ too; but Enter behind the
 * last căn cứ has opened another, and who writes "I. " there begins the content. `isAlone`: nothing else stands in the line.
 */
export function takesSign(role: BlockRole | null, choice: BlockChoice, isAlone: boolean): boolean {
  return NUMBERABLE.has(role) || (role === 'basis' && isAlone && !UNNUMBERED.has(choice))
}

const LEADS: readonly [RegExp, BlockChoice][] = [
  [/^(?:Phần|PHẦN)\s(?:thứ\s)?(?:[IVX]+|\d{1,2})\.?$/, 'phan'],
  [/^(?:Chương|CHƯƠNG)\s(?:[IVXLC]+|\d{1,2})\.?$/, 'chuong'],
  [/^(?:Tiểu mục|TIỂU MỤC)\s\d{1,2}\.?$/, 'tieu-muc'],
  [/^(?:Mục|MỤC)\s(?:[IVX]+|\d{1,2})\.?$/, 'muc'],
  [/^(?:Điều|ĐIỀU)\s\d{1,3}[a-zđ]?[.:]$/, 'dieu'],
  [/^(?:Phụ lục|PHỤ LỤC)(?:\s(?:[IVX]+|\d{1,2}))?[.:]?$/, 'appendix'],
  [/^(?:Văn bản kèm theo|VĂN BẢN KÈM THEO)[.:]?$/, 'attached'],
]

/** "Chương I" or "Phụ lục" alone on its line, as one writes it before Enter; null for anything else. */
export function readLead(line: string): BlockChoice | null {
  return LEADS.find(([find]) => find.test(line))?.[1] ?? null
}
