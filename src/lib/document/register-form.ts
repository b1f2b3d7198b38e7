/** Sổ đăng ký văn bản đi (Decree 30, Phụ lục IV, mục I): its ten columns and what stands in them, on paper and in files. */
import { isKindId, KINDS } from './kinds.ts'
import { withoutRiddles } from './letters.ts'
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
  /** "a" of "12a". */
  suffix?: string
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
  /** Signed on paper, not with a key. */
  isByHand?: boolean
  voided: { on: string; by: string; reason: string } | null
}

/** Numbers that no paper of this program tells of, and why. */
export interface FormRange {
  from: number
  to: number
  /** "a" of "12a", where it is one number. */
  suffix?: string
  /** Given outside this program (as long as nothing else is said), kept for a paper to come, or kept and void. */
  is?: 'outside' | 'kept' | 'void'
  /** The day they were kept for, yyyy-MM-dd. */
  day?: string
  reason: string
}

/** "29/11/2026". */
export const dayOnPaper = (day: string) => day.split('-').reverse().join('/')
const padded = (number: number) => String(number).padStart(2, '0')

/** One line of the form, a cell a column. "Ký nhận" is left to the pen. Of old rows nothing that nobody would see. */
export function registerLine(entry: FormEntry): string[] {
  const { to, kept } = recipientsOf(entry.recipients)
  return [
    numberAndSymbol(entry.number, entry.symbol, entry.suffix),
    dayOnPaper(entry.documentDate),
    `${kindOnPaper(entry.kind)} ${entry.subject}`.trim(),
    entry.signerName,
    to,
    kept || (entry.unit ?? ''),
    String(entry.copies),
    entry.issuedOn === null ? '' : dayOnPaper(entry.issuedOn),
    '',
    [voidNote(entry.voided), entry.isByHand ? BY_HAND : '', entry.note].filter(Boolean).join('; '),
  ].map(withoutRiddles)
}

/** The line that explains a range, so that no number of the paper register is missing without a word. */
export function rangeLine({ from, to, suffix = '', is = 'outside', day, reason }: FormRange): string[] {
  const line = REGISTER_COLUMNS.map(() => '')
  line[0] = rangeOnPaper({ from, to }) + suffix
  line[1] = day ? dayOnPaper(day) : ''
  line[2] = RANGES[is]
  line[9] = withoutRiddles(reason)
  return line
}

const RANGES = {
  outside: 'Đã cấp ngoài hệ thống',
  kept: 'Số giữ trước, chưa dùng',
  void: 'Số giữ trước, không dùng: hủy số',
} as const

/** "01–412", or "07". */
export const rangeOnPaper = ({ from, to }: Pick<FormRange, 'from' | 'to'>): string =>
  from === to ? padded(from) : `${padded(from)}–${padded(to)}`

/** The first and the last number of these lines, as they are printed. */
export function numbersOf(lines: readonly ({ number: number } | Pick<FormRange, 'from' | 'to'>)[]): {
  from: string
  to: string
} {
  const [first, last] = [lines[0], lines.at(-1)]
  const printed = (line: typeof first, end: 'from' | 'to') =>
    line === undefined ? '…' : padded('number' in line ? line.number : line[end])
  return { from: printed(first, 'from'), to: printed(last, 'to') }
}

/** Entries and ranges as they follow each other by number. */
export function linesByNumber<Entry extends { number: number; suffix?: string }, Range extends FormRange>(
  entries: readonly Entry[],
  ranges: readonly Range[],
): (Entry | Range)[] {
  const first = (line: Entry | Range) => ('number' in line ? line.number : line.from)
  const order = ({ suffix = '' }: Entry | Range) => suffix
  return [...entries, ...ranges].toSorted((a, b) => first(a) - first(b) || order(a).localeCompare(order(b), 'vi'))
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

/** "Quyết định". */
export const kindOnPaper = (kind: string) => (isKindId(kind) ? KINDS[kind].name : kind)

const BY_HAND = 'Ký trên giấy'

function voidNote(voided: FormEntry['voided']): string {
  if (!voided) return ''
  return `Hủy số ngày ${dayOnPaper(voided.on)}, ${voided.by}: ${voided.reason.replace(/\s+/g, ' ')}`
}

/** The register as it is printed and bound: what its covers, its lines and its sums say. Vietnamese, as the form is. */
export interface PrintedRegister {
  parentName: string
  agencyName: string
  /** Which of the office's registers. */
  register: string
  year: number
  /** The day of the print, yyyy-MM-dd. */
  madeOn: string
  /** Only what was asked for of it: that is no register to be bound. */
  isExtract: boolean
  volumes: PrintedVolume[]
  /** How many papers of each kind were issued, by name. */
  kinds: [name: string, count: number][]
}

export interface PrintedVolume {
  number: number
  /** As printed, dd/MM/yyyy and "01"; "…" where there is none. */
  firstDay: string
  lastDay: string
  from: string
  to: string
  lines: { cells: string[]; isVoid: boolean }[]
  sums: [name: string, count: number][]
}
