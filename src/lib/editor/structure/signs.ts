/** The signs by which a person who types as in Word tells what a line is. Only its start is read. */
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
