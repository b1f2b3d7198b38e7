import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Person } from '../../../server/access/person.ts'
import { fold } from '../../../src/lib/document/fold.ts'
import { freshOffice, outcome } from '../setup/office.ts'

const office = await freshOffice()
afterAll(office.drop)
const { drafts, registry, pool } = office

let clerk: Person, specialist: Person, elsewhere: Person
let registerId: string
const SUBJECTS = [
  'Ban hành Quy chế tiếp công dân',
  'Về việc phê duyệt Đề án đường Điện Biên Phủ',
  'Phòng, chống rét đậm; tỷ lệ 100%_khác',
  '=HYPERLINK("http://x")',
]

beforeAll(async () => {
  clerk = await office.person(['clerk'])
  specialist = await office.person(['specialist'])
  elsewhere = await office.person(['clerk', 'admin'], { agencyId: await office.makeAgency('tỉnh Khác'), unitId: null })
  registerId = (await registry.registers(clerk))[0]?.id ?? ''
  await pool.query(
    'insert into register_years (register_id, year, last_number) values ($1, 2026, 120), ($1, 2025, 3)',
    [registerId],
  )
  for (let number = 1; number <= 120; number++) {
    const { id } = await drafts.create(specialist, { kind: 'quyet-dinh' })
    await pool.query(
      `insert into register_entries (register_id, year, number, symbol, document_date, kind, subject, signer_name, signer_position, recipients, draft_id, issued_at)
       values ($1, 2026, $2, 'QĐ-UBND', '2026-03-01', 'quyet-dinh', $3, 'Lê Đức Thắng', 'Chủ tịch', 'Sở Nội vụ; Lưu: VT', $4, $5)`,
      [registerId, number, SUBJECTS[number - 1] ?? `Văn bản số ${number}`, id, number === 2 ? null : new Date()],
    )
  }
})

const find = async (search: string, person = clerk) =>
  (await registry.entries(person, { registerId, year: 2026, search })).rows.map(({ number }) => number)

describe('a register', () => {
  test('names its years, newest first', async () => {
    expect(await registry.registers(specialist)).toMatchObject([
      {
        id: registerId,
        name: 'Sổ đăng ký văn bản đi',
        years: [
          { year: 2026, lastNumber: 120 },
          { year: 2025, lastNumber: 3 },
        ],
      },
    ])
  })

  test('is read page by page, highest number first', async () => {
    const pages = [1, 2, 3, 4].map((page) => registry.entries(clerk, { registerId, year: 2026, page }))
    const [first, second, third, beyond] = await Promise.all(pages)
    expect(first).toMatchObject({ total: 120, page: 1, pages: 3 })
    const numbers = [first, second, third].flatMap((page) => page?.rows.map(({ number }) => number) ?? [])
    expect(numbers).toEqual(Array.from({ length: 120 }, (_, i) => 120 - i))
    expect(beyond?.rows).toEqual([])
    expect((await registry.entries(clerk, { registerId, year: 2025 })).total).toBe(0)
  })

  test('finds words with and without diacritics, in any case and order', async () => {
    for (const search of ['quy chế', 'quy che', 'QUY CHẾ', 'công dân quy chế', 'cong dan', 'quy che'])
      expect(await find(search), search).toEqual([1])
    for (const search of ['đường điện biên', 'duong dien bien', 'Đề án', 'de an'])
      expect(await find(search), search).toEqual([2])
    expect(await find('le duc thang')).toHaveLength(50)
    expect(await find('không có chữ này')).toEqual([])
  })

  test('finds whatever its row prints: number and symbol, kind, date', async () => {
    for (const search of ['06/QĐ-UBND', '06/qd-ubnd', 'quyết định 06/', 'Quyet dinh 06/QD-UBND 01/03/2026', 'số 6 06/'])
      expect(await find(search), search).toContain(6)
    for (const search of ['06/QĐ-UBND', 'quyet dinh 06/']) expect((await find(search)).length, search).toBeLessThan(3)
    const all = ['quyết định', 'QUYET DINH', '01/03/2026', '1/3/2026', '1-3-2026', '/03/2026']
    for (const search of all) expect(await find(search), search).toHaveLength(50)
    for (const search of ['công văn', 'cong van', '02/03/2026', '06/CV-UBND'])
      expect(await find(search), search).toEqual([])
    // "06/" is number 6 and no other that ends so; "1/3/2026" is a day and not the end of 11/3/2026.
    expect(await find('06/QĐ-UBND')).toEqual([6])
    expect(await find('6/QĐ-UBND')).toEqual([6])
    expect(await find('số 100-102')).toEqual([102, 101, 100])
    for (const search of ['1/2026', '3/1/2026', '11/03/2026', '02/2026', '01/02/2026 - 28/02/2026'])
      expect(await find(search), search).toEqual([])
    for (const search of ['tháng 3 năm 2026', 'ngày 1 tháng 3', 'từ 01/03/2026 đến 31/03/2026', '01.03.2026'])
      expect(await find(search), search).toHaveLength(50)
    // A bare number is a number, and no part of a date.
    expect(await find('2026')).toEqual([])
  })

  test('takes the search as text: nothing in it is a wildcard', async () => {
    expect(await find('100%_khac')).toEqual([3])
    expect(await find('%')).toEqual([3])
    expect(await find('_')).toEqual([3])
    expect(await find('\\')).toEqual([])
    expect(await find("'; drop table users; --")).toEqual([])
  })

  test('the database folds as the program does', async () => {
    const samples = [
      'Ủy ban nhân dân tỉnh Sơn La',
      'ĐƯỜNG ƯU TIÊN',
      'quý Ⅳ – 15 °C',
      'Nguyễn Thị Ỷ Ẵ ơ',
      'ắ'.normalize('NFD'),
    ]
    for (const sample of samples) {
      const { rows } = await pool.query<{ folded: string }>('select fold_text($1) as folded', [sample])
      expect(rows[0]?.folded, sample).toBe(fold(sample))
    }
  })
})

describe('who reads what', () => {
  test('before it is issued an entry is for those who keep or answer for the register', async () => {
    expect(await find('de an', clerk)).toEqual([2])
    expect(await find('de an', await office.person(['leader']))).toEqual([2])
    expect(await find('de an', specialist)).toEqual([])
    expect((await registry.entries(specialist, { registerId, year: 2026 })).total).toBe(119)
  })

  test('nothing of another agency, and nothing by an id that is none', async () => {
    expect(await registry.registers(elsewhere)).toEqual([])
    expect(await outcome(registry.entries(elsewhere, { registerId, year: 2026 }))).toBe('not_found')
    expect(await outcome(registry.csv(elsewhere, { registerId, year: 2026 }))).toBe('not_found')
    expect(await outcome(registry.closeRegister(elsewhere, registerId))).toBe('not_found')
    expect(await outcome(registry.entries(clerk, { registerId: 'x', year: 2026 }))).toBe('not_found')
    expect(await outcome(registry.entries(clerk, { registerId, year: 2026.5 }))).toBe('bad_input')
  })
})

test('the export is the form of Phụ lục IV and opens in a spreadsheet, where no cell becomes a formula', async () => {
  const lines = (await registry.csv(clerk, { registerId, year: 2026 })).split('\r\n')
  expect(lines[0]).toBe(
    '\uFEFF"Số, ký hiệu văn bản","Ngày tháng văn bản","Tên loại và trích yếu nội dung văn bản","Người ký",' +
      '"Nơi nhận văn bản","Đơn vị, người nhận bản lưu","Số lượng bản","Ngày chuyển","Ký nhận","Ghi chú"',
  )
  expect(lines).toHaveLength(122)
  expect(lines[1]).toMatch(
    /^"01\/QĐ-UBND","01\/03\/2026","Quyết định Ban hành Quy chế tiếp công dân","Lê Đức Thắng","Sở Nội vụ","VT","1",/,
  )
  await registry.amend(clerk, {
    entryId: (await registry.entries(clerk, { registerId, year: 2026, search: '04/QĐ-UBND' })).rows[0]?.id ?? '',
    ...{ copies: 1, note: '=HYPERLINK("http://x")', seen: { copies: 1, note: '' } },
  })
  const [, found = ''] = (await registry.csv(clerk, { registerId, year: 2026, search: '04/QĐ-UBND' })).split('\r\n')
  expect(found).toContain(`"'=HYPERLINK(""http://x"")"`)
})

test('NUM-1: an entry cannot be taken out of a register', async () => {
  await expect(office.house.owner.query('delete from register_entries where number = 5')).rejects.toThrow('refused')
  await expect(office.house.owner.query('truncate register_entries')).rejects.toThrow('refused')
})
