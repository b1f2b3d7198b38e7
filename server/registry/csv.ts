import type { EntryView } from './shapes.ts'

/** Columns of Sổ đăng ký văn bản đi (Decree 30, Phụ lục IV). */
const COLUMNS: [title: string, cell: (entry: EntryView) => string][] = [
  ['Số', (entry) => String(entry.number).padStart(2, '0')],
  ['Ký hiệu', (entry) => entry.symbol],
  ['Ngày tháng văn bản', (entry) => entry.documentDate.split('-').reverse().join('/')],
  ['Tên loại và trích yếu nội dung', (entry) => entry.subject],
  ['Người ký', (entry) => entry.signerName],
  ['Nơi nhận văn bản', (entry) => entry.recipients],
  ['Đơn vị, người nhận bản lưu', (entry) => entry.unit ?? ''],
  ['Số lượng bản', (entry) => String(entry.copies)],
  ['Ghi chú', (entry) => [voidNote(entry), entry.note].filter(Boolean).join('; ')],
]

function voidNote({ voided }: EntryView): string {
  if (!voided) return ''
  const day = voided.on.split('-').reverse().join('/')
  return `Hủy số ngày ${day}, ${voided.by}: ${voided.reason.replace(/\s+/g, ' ')}`
}

/** RFC 4180, with the byte order mark without which spreadsheets read Vietnamese wrongly. */
export function toCsv(entries: EntryView[]): string {
  const rows = [COLUMNS.map(([title]) => title), ...entries.map((entry) => COLUMNS.map(([, cell]) => cell(entry)))]
  return `\uFEFF${rows.map((row) => row.map(quoted).join(',')).join('\r\n')}\r\n`
}

/** A cell that begins like a formula gets an apostrophe, so that a spreadsheet shows it instead of running it. */
function quoted(cell: string): string {
  const harmless = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
  return `"${harmless.replaceAll('"', '""')}"`
}
