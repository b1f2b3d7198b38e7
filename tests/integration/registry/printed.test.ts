/** The register as it is printed and bound (Điều 16.2.b, Phụ lục IV): cover, columns, sums, every number once. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Person } from '../../../server/access/person.ts'
import { REGISTER_COLUMNS } from '../../../src/lib/document/register-form.ts'
import { pdfText, qpdfFaults } from '../issue/office.ts'
import { freshOffice, outcome } from '../setup/office.ts'

const office = await freshOffice()
afterAll(office.drop)
const { drafts, registry, pool } = office
const LINES = 510
/** Written when such letters were still taken. */
const OLD_NOTE = 'Gửi\u202E21\u202C\u200B\uF0B7\uE000.'

let clerk: Person
let registerId: string
beforeAll(async () => {
  clerk = await office.person(['clerk'], { name: 'Cầm Thị Vân' })
  const specialist = await office.person(['specialist'])
  registerId = (await registry.registers(clerk))[0]?.id ?? ''
  await pool.query('insert into register_years (register_id, year, last_number) values ($1, 2026, 0)', [registerId])
  await pool.query(
    `insert into outside_numbers (register_id, year, from_number, to_number, reason, created_by)
     values ($1, 2026, 1, 12, 'Đã cấp trong sổ giấy từ đầu năm', $2)`,
    [registerId, clerk.id],
  )
  const { id: first } = await drafts.create(specialist, { kind: 'quyet-dinh' })
  await pool.query(
    `insert into drafts (agency_id, kind, created_by, state) select agency_id, kind, created_by, 'issued' from drafts, generate_series(1, $2) where id = $1`,
    [first, LINES],
  )
  await pool.query(
    `insert into register_entries (register_id, year, number, symbol, document_date, kind, subject, signer_name, signer_position, recipients, draft_id, issued_at, voided_at, voided_by, void_reason, copies, note)
     select $1, 2026, 12 + n, case when n % 3 = 0 then 'TB-UBND' else 'QĐ-UBND' end, '2026-01-05'::date + (n / 2)::int, case when n % 3 = 0 then 'thong-bao' else 'quyet-dinh' end,
       'Về việc phê duyệt nội dung thứ ' || n, 'Nguyễn Thị Hồng Phượng', 'Phó Chủ tịch', 'Như Điều 3; Sở Nội vụ; Lưu: VT, NC.', id,
       case when n = 5 or n = 6 then null else '2026-03-01T03:00:00Z'::timestamptz end, case when n = 5 then now() end, case when n = 5 then $2::uuid end, case when n = 5 then 'Ghi nhầm trích yếu 😀' else '' end, 3, case when n = 7 then $4 else '' end
     from (select id, row_number() over (order by id) as n from drafts where id <> $3) as d`,
    [registerId, clerk.id, first, OLD_NOTE],
  )
  await pool.query('update register_years set last_number = $2 where register_id = $1', [registerId, 12 + LINES])
}, 60_000)

test('has a cover and sums for each volume, the ten columns on each page, and every number of the year once', async () => {
  const pdf = await registry.pdf(clerk, { registerId, year: 2026 })
  expect(qpdfFaults(pdf)).toBe('')
  const latin = Buffer.from(pdf).toString('latin1')
  expect(latin).toContain('<pdfaid:part>2</pdfaid:part>')
  expect(latin).toContain('/Lang (vi-VN)')
  const text = pdfText(pdf)
  const pages = text.split('\f')
  expect(pages[0]).toMatch(/ỦY BAN NHÂN DÂN\s+TỈNH SƠN LA\s+SỔ ĐĂNG KÝ VĂN BẢN ĐI/)
  expect(pages[0]).toMatch(/Năm: 2026\s+Từ ngày 05\/01\/2026 đến ngày \S+\s+Từ số 01 đến số 512\s+Quyển số: 1/)
  const second = pages.find((page) => page.includes('Quyển số: 2'))
  expect(second).toContain('Từ số 513 đến số 522')
  for (const at of REGISTER_COLUMNS.keys()) expect(pages[1]).toContain(`(${at + 1})`)
  expect(pages[2]).toContain('(10)')
  const numbers = [...text.matchAll(/^\s*(\d{2,})\/(?:QĐ|TB)-/gm)].map(([, number]) => Number(number))
  expect(numbers).toEqual(Array.from({ length: LINES }, (_, i) => 13 + i))
  expect(text).toMatch(/01–12\s/)
  expect(text).toContain('Hủy số')
  const sums = (name: string) => [...text.matchAll(new RegExp(`${name}\\s+(\\d+)`, 'g'))].map(([, sum]) => Number(sum))
  expect(sums('Tổng số')).toEqual([512, 10])
  expect(sums('Số đã cấp ngoài hệ thống')).toEqual([12])
  expect(sums('Số đã hủy')).toEqual([1])
  expect(sums('Đã cấp số, chưa phát hành')).toEqual([1])
  expect(sums('Quyết định')).toEqual([339])
}, 60_000)

test('an old note is printed, drawn up and taken away without what nobody sees', async () => {
  const asked = { registerId, year: 2026 }
  expect(pdfText(await registry.pdf(clerk, { ...asked, search: '19/QĐ-UBND' }))).toContain('Gửi21•.')
  expect(await registry.csv(clerk, asked)).toContain('Gửi21•.')
}, 60_000)

test('what is asked for only is an extract, and says so; nobody else’s register is printed', async () => {
  const text = pdfText(await registry.pdf(clerk, { registerId, year: 2026, search: '20/QĐ-UBND' }))
  expect(text).toContain('TRÍCH SỔ ĐĂNG KÝ VĂN BẢN ĐI')
  expect(text).toContain('20/QĐ-UBND')
  expect(text).not.toContain('21/')
  const elsewhere = await office.person(['clerk'], { agencyId: await office.makeAgency('tỉnh Khác'), unitId: null })
  expect(await outcome(registry.pdf(elsewhere, { registerId, year: 2026 }))).toBe('not_found')
}, 60_000)

test('a year without a line still has its cover', async () => {
  const text = pdfText(await registry.pdf(clerk, { registerId, year: 2025 }))
  expect(text).toContain('Từ số … đến số …')
})
