import { afterAll, expect, test } from 'vitest'
import { freshOffice, outcome } from '../setup/office.ts'

const office = await freshOffice()
afterAll(office.drop)
const { registry, pool, drafts } = office
const clerk = await office.person(['clerk'])
const other = await office.person(['clerk'])

test('a filter is kept under a name for the person who made it; the same name takes its place', async () => {
  await registry.saveFilter(clerk, { name: 'Hủy số', query: { state: 'voided' } })
  await registry.saveFilter(clerk, { name: 'Gửi Sở Nội vụ', query: { recipient: 'Sở Nội vụ', from: '01/01/2026' } })
  await registry.saveFilter(clerk, { name: 'Hủy số', query: { state: 'voided', signer: 'Lò Văn Thưởng' } })
  expect(await registry.filters(clerk)).toMatchObject([
    { name: 'Gửi Sở Nội vụ', query: { recipient: 'Sở Nội vụ', from: '01/01/2026' } },
    { name: 'Hủy số', query: { state: 'voided', signer: 'Lò Văn Thưởng' } },
  ])
  expect(await registry.filters(other)).toEqual([])
  const [first] = await registry.filters(clerk)
  await registry.forgetFilter(other, { id: first?.id ?? '' })
  expect(await registry.filters(clerk)).toHaveLength(2)
  await registry.forgetFilter(clerk, { id: first?.id ?? '' })
  expect((await registry.filters(clerk)).map(({ name }) => name)).toEqual(['Hủy số'])
})

test('holds only what the page can be narrowed down by, and not without end', async () => {
  expect(await outcome(registry.saveFilter(clerk, { name: ' ', query: {} }))).toBe('bad_input')
  const odd: Record<string, string> = { register: 'x' }
  expect(await outcome(registry.saveFilter(clerk, { name: 'x', query: odd }))).toBe('bad_input')
  expect(await outcome(registry.saveFilter(clerk, { name: 'x', query: { search: 'a'.repeat(301) } }))).toBe('bad_input')
  for (let n = 0; n < 19; n++) await registry.saveFilter(clerk, { name: `Lọc ${n}`, query: { search: String(n) } })
  expect(await outcome(registry.saveFilter(clerk, { name: 'thêm nữa', query: {} }))).toBe('bad_input')
  expect(await outcome(registry.saveFilter(clerk, { name: 'Lọc 3', query: {} }))).toBe('done')
})

test('each column of the register narrows it down', async () => {
  const registerId = (await registry.registers(clerk))[0]?.id ?? ''
  const specialist = await office.person(['specialist'])
  await pool.query('insert into register_years (register_id, year, last_number) values ($1, 2026, 9)', [registerId])
  for (let number = 1; number <= 9; number++) {
    const { id } = await drafts.create(specialist, { kind: 'quyet-dinh' })
    await pool.query(
      `insert into register_entries (register_id, year, number, symbol, document_date, kind, subject, signer_name, signer_position, recipients, draft_id, issued_at, copies, note)
       values ($1, 2026, $2, 'QĐ-UBND', '2026-03-01', 'quyet-dinh', $3, 'A', 'B', $4, $5, $6, $7, $8)`,
      [
        ...[registerId, number, `Phê duyệt nội dung ${number % 2 ? 'lẻ' : 'chẵn'}`],
        ...[number > 5 ? 'Sở Tài chính; Lưu: VT' : 'Sở Nội vụ', id, `2026-03-0${number}T20:00:00Z`],
        ...[number * 10, number === 4 ? 'Gửi hỏa tốc' : ''],
      ],
    )
  }
  const numbers = async (filter: object) =>
    (await registry.entries(clerk, { registerId, year: 2026, ...filter })).rows.map(({ number }) => number)
  expect(await numbers({ subject: 'noi dung LE' })).toEqual([9, 7, 5, 3, 1])
  expect(await numbers({ recipient: 'so tai chinh' })).toEqual([9, 8, 7, 6])
  expect(await numbers({ note: 'hỏa tốc' })).toEqual([4])
  expect(await numbers({ numberFrom: 3, numberTo: 5 })).toEqual([5, 4, 3])
  expect(await numbers({ copies: 70 })).toEqual([7])
  // Where the office is, the 2nd at 20:00 in Greenwich is the 3rd.
  expect(await numbers({ issuedFrom: '2026-03-03', issuedTo: '2026-03-04' })).toEqual([3, 2])
  expect(await numbers({ recipient: 'tài chính', subject: 'chẵn', numberTo: 7 })).toEqual([6])
})
