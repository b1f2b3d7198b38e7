/** A small library of legal bases: what offices name most, and some of what it replaced. */
import type { KnownBasis } from '../../src/lib/document/known-basis.ts'

/** One law after the other; each is in force until the day before the next one is. */
function succession(...versions: [wording: string, validFrom: string][]): KnownBasis[] {
  return versions.map(([wording, validFrom], index) => {
    const next = versions[index + 1]
    return { wording, validFrom, validTo: next ? dayBefore(next[1]) : null, replacedBy: next?.[0] ?? '' }
  })
}

function dayBefore(day: string): string {
  const at = new Date(`${day}T00:00:00Z`)
  at.setUTCDate(at.getUTCDate() - 1)
  return at.toISOString().slice(0, 10)
}

export const BASES: readonly KnownBasis[] = [
  ...succession(
    ['Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015', '2016-01-01'],
    ['Luật Tổ chức chính quyền địa phương ngày 19 tháng 02 năm 2025', '2025-03-01'],
    ['Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025', '2025-06-16'],
  ),
  ...succession(
    ['Luật Ban hành văn bản quy phạm pháp luật ngày 22 tháng 6 năm 2015', '2016-07-01'],
    ['Luật Ban hành văn bản quy phạm pháp luật ngày 19 tháng 02 năm 2025', '2025-04-01'],
  ),
  ...succession(
    ['Luật Giao dịch điện tử ngày 29 tháng 11 năm 2005', '2006-03-01'],
    ['Luật Giao dịch điện tử ngày 22 tháng 6 năm 2023', '2024-07-01'],
  ),
  ...succession(
    ['Luật Lưu trữ ngày 11 tháng 11 năm 2011', '2012-07-01'],
    ['Luật Lưu trữ ngày 21 tháng 6 năm 2024', '2025-07-01'],
  ),
  ...succession(
    ['Luật Đất đai ngày 29 tháng 11 năm 2013', '2014-07-01'],
    ['Luật Đất đai ngày 18 tháng 01 năm 2024', '2024-08-01'],
  ),
  ...succession([
    'Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư',
    '2020-03-05',
  ]),
  ...succession([
    'Nghị định số 68/2024/NĐ-CP ngày 25 tháng 6 năm 2024 của Chính phủ quy định về chữ ký số chuyên dùng công vụ',
    '2024-08-15',
  ]),
]
