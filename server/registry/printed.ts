/** Sổ đăng ký văn bản đi to be printed and bound (Điều 16.2.b): volumes, and what each adds up to. */
import {
  dayOnPaper,
  type FormRange,
  kindOnPaper,
  numbersOf,
  type PrintedRegister,
  type PrintedVolume,
  rangeLine,
  registerLine,
} from '../../src/lib/document/register-form.ts'
import { type EntryView, VOLUME_LINES } from './shapes.ts'
import type { SummaryLine } from './workbook.ts'

type Line = EntryView | FormRange
const isEntry = (line: Line): line is EntryView => 'number' in line
const isRange = (line: Line): line is FormRange => !isEntry(line)

/** `lines`: by number. */
export function printedRegister(
  lines: readonly Line[],
  about: Omit<PrintedRegister, 'volumes' | 'kinds'>,
): PrintedRegister {
  const issued = lines.filter(isEntry).filter(({ issuedOn }) => issuedOn !== null)
  const kinds = new Map<string, number>()
  for (const { kind } of issued) kinds.set(kindOnPaper(kind), (kinds.get(kindOnPaper(kind)) ?? 0) + 1)
  return {
    ...about,
    volumes: inVolumes(lines).map((some, at) => volumeOf(some, at + 1)),
    kinds: [...kinds].toSorted(([a, n], [b, m]) => m - n || a.localeCompare(b, 'vi')),
  }
}

/** A range stands in the volume of the number behind it; one at the very end in the last. Never none at all. */
function inVolumes(lines: readonly Line[]): Line[][] {
  const entries = lines.filter(isEntry).length
  const last = Math.max(1, Math.ceil(entries / VOLUME_LINES))
  const volumes: Line[][] = Array.from({ length: last }, () => [])
  let before = 0
  for (const line of lines) {
    volumes[Math.min(last - 1, Math.floor(before / VOLUME_LINES))]?.push(line)
    if (isEntry(line)) before++
  }
  return volumes
}

function volumeOf(lines: readonly Line[], number: number): PrintedVolume {
  const entries = lines.filter(isEntry)
  const days = entries.map(({ documentDate }) => documentDate).toSorted()
  const ranges = lines.filter((line) => isRange(line))
  return {
    number,
    firstDay: dayOrDots(days[0]),
    lastDay: dayOrDots(days.at(-1)),
    ...numbersOf(lines),
    lines: lines.map((line) =>
      isEntry(line)
        ? { cells: registerLine(line), isVoid: line.voided !== null }
        : { cells: rangeLine(line), isVoid: line.is === 'void' },
    ),
    sums: sumsOf(entries, ranges),
  }
}

const dayOrDots = (day: string | undefined) => (day ? dayOnPaper(day) : '…')

/** Every number of the volume is counted once, so that whoever checks it can add them up. */
function sumsOf(entries: readonly EntryView[], ranges: readonly FormRange[]): [string, number][] {
  const many = (which: FormRange['is']) =>
    ranges.filter(({ is = 'outside' }) => is === which).reduce((sum, { from, to }) => sum + to - from + 1, 0)
  const ofPapers = entries.filter((entry) => entry.voided !== null).length
  const voided = ofPapers + many('void')
  const issued = entries.filter((entry) => entry.issuedOn !== null)
  const copies = issued.reduce((sum, entry) => sum + entry.copies, 0)
  const sums: [string, number][] = [
    ['Tổng số', entries.length + many('outside') + many('kept') + many('void')],
    ['Đã phát hành', issued.length],
    ['Đã cấp số, chưa phát hành', entries.length - issued.length - ofPapers],
    ['Số đã hủy', voided],
    ['Số giữ trước, chưa dùng', many('kept')],
    ['Số đã cấp ngoài hệ thống', many('outside')],
  ]
  return [...sums.filter(([, count], at) => at < 2 || count > 0), ['Số lượng bản đã phát hành', copies]]
}

/** The cover and the sums of all volumes, a line each, for a sheet of a workbook. */
export function summaryOf({ agencyName, register, year, volumes, kinds }: PrintedRegister): SummaryLine[] {
  const sums = new Map<string, number>()
  for (const [name, count] of volumes.flatMap((volume) => volume.sums)) sums.set(name, (sums.get(name) ?? 0) + count)
  return [
    ['Cơ quan', agencyName.replaceAll('\n', ' ')],
    ['Sổ', register],
    ['Năm', String(year)],
    ['Từ số', volumes[0]?.from ?? '…'],
    ['Đến số', volumes.at(-1)?.to ?? '…'],
    ...sums,
    ['Văn bản đã phát hành, theo tên loại', ''],
    ...kinds,
  ]
}
