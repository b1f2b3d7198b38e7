/** The short lines around the body, exactly as they are printed. */
import type { Circulation, IssueMarks, Sheet, Urgency } from '../model.ts'
import { endBegins, linesOf } from '../text.ts'

/** Room for a number that is not given yet; no-break spaces, so that no exporter swallows it. */
export const GAP = '\u00a0'.repeat(6)

export const URGENCY_MARKS: Record<Urgency, string | null> = {
  none: null,
  khan: 'KHẨN',
  'thuong-khan': 'THƯỢNG KHẨN',
  'hoa-toc': 'HỎA TỐC',
}

export const CIRCULATION_MARKS: Record<Circulation, string | null> = {
  none: null,
  'xem-xong-tra-lai': 'XEM XONG TRẢ LẠI',
  'luu-hanh-noi-bo': 'LƯU HÀNH NỘI BỘ',
}

export const SHEET_TITLES: Record<Sheet, string> = {
  'cong-viec': 'PHIẾU TRÌNH GIẢI QUYẾT CÔNG VIỆC',
  'van-ban': 'PHIẾU TRÌNH XỬ LÝ VĂN BẢN',
}
/** In front of the subject of a phiếu trình, and at the head of the box below it. */
export const SHEET_ABOUT = 'Vấn đề trình:'
export const SHEET_BOX = 'Ý KIẾN CHỈ ĐẠO CỦA LÃNH ĐẠO'

/** "05/QĐ-UBND" (Phụ lục I, II.3.c: numbers below 10 get a leading 0). `suffix`: "a" of "12a". */
export function numberAndSymbol(number: number | null, symbol: string, suffix = ''): string {
  return `${number === null ? GAP : `${String(number).padStart(2, '0')}${suffix}`}/${symbol}`
}

/** "ngày 05 tháng 01 năm 2026" (II.4.b: a leading 0 for days below 10 and for months 1 and 2 only). */
export function dateWords(date: IssueMarks['date']): string {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date ?? '')
  if (!parts) return `ngày${GAP}tháng${GAP}năm${GAP}`.trimEnd()
  const [, year, month, day] = parts.map(Number)
  const monthWords = Number(month) <= 2 ? String(month).padStart(2, '0') : String(month)
  return `ngày ${String(day).padStart(2, '0')} tháng ${monthWords} năm ${year}`
}

/** A list item as people type it ("- Như trên;"), without its dash and its ending. */
export function bareItem(line: string): string {
  const item = line.trim().replace(/^[-–+•]\s*/, '')
  return item.slice(0, endBegins(item, /[;.,]/)).trim()
}

const isFiling = (line: string) => /^lưu\s*:/i.test(line)

/** Nơi nhận (II.9.d): a dash before each, ";" after each, "Lưu: VT, …" last and with ".". */
export function recipientLines(recipients: string): string[] {
  const items = linesOf(recipients).map(bareItem).filter(Boolean)
  return withEndings([...items.filter((item) => !isFiling(item)), ...items.filter(isFiling)])
}

/** Kính gửi (II.9.d): one addressee stands bare on the line, several become a list. */
export function addresseeLines(addressees: string): string[] {
  const items = linesOf(addressees).map(bareItem).filter(Boolean)
  return items.length > 1 ? withEndings(items) : items
}

function withEndings(items: readonly string[]): string[] {
  return items.map((item, index) => `- ${item}${index === items.length - 1 ? '.' : ';'}`)
}

const LETTER_LEAD = /^(v\/v|về việc)\s*:?\s*/i

/** "V/v …" (II.5.b) without writing V/v twice. */
export function letterSubject(subject: string): string | null {
  const bare = subject.replaceAll('\n', ' ').trim().replace(LETTER_LEAD, '')
  return bare === '' ? null : `V/v ${bare}`
}

/** What stands before the subject of a letter while it is written: nothing when it was typed along. */
export const letterLead = (subject: string): string => (LETTER_LEAD.test(subject.trimStart()) ? '' : 'V/v ')
