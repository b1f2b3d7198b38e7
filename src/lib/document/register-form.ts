/** Sổ đăng ký văn bản đi (Decree 30, Phụ lục IV, mục I): its ten columns and what stands in them, on paper and in files. */
import { isKindId, KINDS } from './kinds.ts'
import { numberAndSymbol } from './print/lines.ts'

export const REGISTER_COLUMNS = [
  'Số, ký hiệu văn bản',
  'Ngày tháng văn bản',
  'Tên loại và trích yếu nội dung văn bản',
  'Người ký',
  'Nơi nhận văn bản',
  'Đơn vị, người nhận bản lưu',
  'Số lượng bản',
  'Ngày chuyển',
  'Ký nhận',
  'Ghi chú',
] as const

/** An entry as the form needs it; days are yyyy-MM-dd. */
export interface FormEntry {
  number: number
  symbol: string
  documentDate: string
  kind: string
  subject: string
  signerName: string
  /** One after the other, with "; " between them, as they stand under "Nơi nhận". */
  recipients: string
  unit: string | null
  copies: number
  note: string
  issuedOn: string | null
  voided: { on: string; by: string; reason: string } | null
}

/** Numbers that were given outside this program. */
export interface FormRange {
  from: number
  to: number
  reason: string
}

const dayOnPaper = (day: string) => day.split('-').reverse().join('/')
const padded = (number: number) => String(number).padStart(2, '0')

/** One line of the form, a cell a column. "Ký nhận" is left to the pen. */
export function registerLine(entry: FormEntry): string[] {
  const { to, kept } = recipientsOf(entry.recipients)
  return [
    numberAndSymbol(entry.number, entry.symbol),
    dayOnPaper(entry.documentDate),
    `${kindOnPaper(entry.kind)} ${entry.subject}`.trim(),
    entry.signerName,
    to,
    kept || (entry.unit ?? ''),
    String(entry.copies),
    entry.issuedOn === null ? '' : dayOnPaper(entry.issuedOn),
    '',
    [voidNote(entry.voided), entry.note].filter(Boolean).join('; '),
  ]
}

/** The line that explains a range, so that no number of the paper register is missing without a word. */
export function rangeLine({ from, to, reason }: FormRange): string[] {
  const line = REGISTER_COLUMNS.map(() => '')
  line[0] = rangeOnPaper({ from, to })
  line[2] = OUTSIDE
  line[9] = reason
  return line
}

const OUTSIDE = 'Đã cấp ngoài hệ thống'

/** "01–412", or "07". */
export const rangeOnPaper = ({ from, to }: Pick<FormRange, 'from' | 'to'>): string =>
  from === to ? padded(from) : `${padded(from)}–${padded(to)}`

/** Entries and ranges as they follow each other by number. */
export function linesByNumber<Entry extends { number: number }, Range extends FormRange>(
  entries: readonly Entry[],
  ranges: readonly Range[],
): (Entry | Range)[] {
  const first = (line: { number: number } | FormRange) => ('number' in line ? line.number : line.from)
  return [...entries, ...ranges].toSorted((a, b) => first(a) - first(b))
}

/** "Lưu: VT, NC" names who keeps the copy, which has a column of its own. */
export function recipientsOf(recipients: string): { to: string; kept: string } {
  const all = recipients
    .split(/[;\n]/)
    .map((one) => one.trim().replace(/^-\s*/, '').replace(/\.$/, ''))
    .filter(Boolean)
  const isKept = (one: string) => one.toLocaleLowerCase('vi').normalize('NFC').startsWith('lưu:')
  return {
    to: all.filter((one) => !isKept(one)).join('; '),
    kept: all
      .filter(isKept)
      .map((one) => one.slice(one.indexOf(':') + 1).trim())
      .join('; '),
  }
}

const kindOnPaper = (kind: string) => (isKindId(kind) ? KINDS[kind].name : kind)

function voidNote(voided: FormEntry['voided']): string {
  if (!voided) return ''
  return `Hủy số ngày ${dayOnPaper(voided.on)}, ${voided.by}: ${voided.reason.replace(/\s+/g, ' ')}`
}
