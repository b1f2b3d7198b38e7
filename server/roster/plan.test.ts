import { describe, expect, test } from 'vitest'
import type { Role } from '../../src/lib/vocabulary.ts'
import { type Known, planRoster } from './plan.ts'
import { rolesText } from './roles.ts'
import { proposeUsername } from './usernames.ts'

const known: Known = {
  units: [
    { id: 'u1', name: 'Phòng Nội chính', abbreviation: 'NC', isClosed: false },
    { id: 'u2', name: 'Phòng Kinh tế', abbreviation: 'KT', isClosed: true },
  ],
  people: [
    {
      id: 'p1',
      name: 'Lê Đức Thắng',
      username: 'thangld',
      position: 'Chủ tịch',
      unitId: 'u1',
      roles: ['leader'],
      isLocked: false,
    },
    {
      id: 'p2',
      name: 'Quản Trị',
      username: 'admin',
      position: 'Quản trị',
      unitId: null,
      roles: ['admin'],
      isLocked: false,
    },
  ],
  foreignUsernames: ['nguoikhac'],
}
const HEAD = ['STT', 'Họ và tên (*)', 'TÊN ĐĂNG NHẬP', 'Chức vụ', 'Phòng, ban', 'Ký hiệu', 'Vai trò']
const rows = (...lists: string[][]) => lists.map((cells, i) => ({ number: i + 5, cells }))
const plan = (...people: string[][]) => planIn(known, people)
const planIn = (house: Known, people: string[][]) =>
  planRoster(
    {
      sheets: [
        {
          name: 'Danh sách',
          rows: [{ number: 1, cells: ['ỦY BAN NHÂN DÂN'] }, { number: 4, cells: HEAD }, ...rows(...people)],
          hiddenRows: 0,
        },
      ],
      hidden: [],
    },
    'ds.xlsx',
    house,
  ).report
const faults = (...people: string[][]) =>
  plan(...people).faults.map(({ row, field, fault, other }) => [row, field, fault, other])

test('roles in another order are the same roles', () => {
  for (const roles of [
    ['leader', 'reviewer'],
    ['reviewer', 'leader'],
  ] satisfies Role[][]) {
    const people = known.people.map((one) => (one.id === 'p1' ? { ...one, roles } : one))
    for (const words of [rolesText(roles), 'Lãnh đạo; Người góp ý', 'Người góp ý; Lãnh đạo']) {
      const report = planIn({ ...known, people }, [['1', 'Lê Đức Thắng', 'thangld', '', '', '', words]])
      expect(report).toMatchObject({ changed: [], faults: [], unchanged: 1 })
    }
  }
})

test('new, changed, unchanged and new units are told apart', () => {
  const report = plan(
    ['1', 'Nguyễn Văn  An', '', 'Chuyên viên', 'phòng nội chính', '', ''],
    ['2', 'Trần Thị Bình', 'binhtt', 'Văn thư', 'Phòng Tổng hợp', 'TH', 'Văn thư; Chuyên viên'],
    ['3', 'Lê Đức Thắng', 'ThangLD', 'Phó Chủ tịch', 'NC', '', ''],
    ['4', 'Quản Trị', 'admin', '', '', '', ''],
    ['', '', '', '', '', '', ''],
  )
  expect(report.faults).toEqual([])
  expect(report.units).toMatchObject([{ row: 6, name: 'Phòng Tổng hợp', abbreviation: 'TH' }])
  expect(report.people).toMatchObject([
    {
      row: 5,
      name: 'Nguyễn Văn An',
      username: 'annv',
      isProposed: true,
      unit: 'Phòng Nội chính',
      roles: ['specialist'],
    },
    { row: 6, username: 'binhtt', isProposed: false, unit: 'Phòng Tổng hợp', roles: ['specialist', 'clerk'] },
  ])
  expect(report.changed).toMatchObject([
    { row: 7, username: 'thangld', changes: [{ field: 'position', from: 'Chủ tịch', to: 'Phó Chủ tịch' }] },
  ])
  expect(report.unchanged).toBe(1)
})

test('each fault with its row, its column and what helps', () => {
  expect(
    faults(
      ['', '', 'x1', 'Chuyên viên'],
      ['', 'Một', 'mot', ''],
      ['', 'Hai', 'hai!', 'Chuyên viên'],
      ['', 'Ba', 'ba3', 'Chuyên viên'],
      ['', 'Ba khác', 'BA3', 'Chuyên viên'],
      ['', 'Bốn', 'nguoikhac', 'Chuyên viên'],
      ['', 'LÊ ĐỨC THẮNG', '', 'Chuyên viên'],
      ['', 'Năm', 'nam5', 'Chuyên viên', 'Phòng Lạ'],
      ['', 'Sáu', 'sau6', 'Chuyên viên', 'Phòng Kinh tế'],
      ['', 'Bảy', 'bay7', 'Chuyên viên', 'Phòng Mới', 'NC'],
      ['', 'Tám', 'tam8', 'Chuyên viên', 'NC', '', 'Vua'],
      ['', 'Chín', 'chin9', '#REF!'],
      ['', 'Mười'.repeat(40), 'muoi', 'Chuyên viên'],
      ['', 'Mười \u202Emột', 'muoi11', 'Chuyên viên\u200B'],
    ),
  ).toEqual([
    [5, 'name', 'required', ''],
    [6, 'position', 'required', ''],
    [7, 'username', 'username', ''],
    [9, 'username', 'username_twice', '8'],
    [10, 'username', 'username_taken', ''],
    [11, 'username', 'same_name', 'thangld'],
    [12, 'unit', 'unit_unknown', ''],
    [13, 'unit', 'unit_closed', ''],
    [14, 'unitAbbreviation', 'abbreviation_taken', 'Phòng Nội chính'],
    [15, 'roles', 'role_unknown', ''],
    [16, 'position', 'error_cell', ''],
    [17, 'name', 'too_long', ''],
    [18, 'name', 'unseen', ''],
    [18, 'position', 'unseen', ''],
  ])
})

test('all that is wrong with a row is said at once', () => {
  expect(faults(['', '', 'lạ!', '', 'Phòng Lạ', '', 'Vua']).map(([, field, fault]) => [field, fault])).toEqual([
    ['name', 'required'],
    ['roles', 'role_unknown'],
    ['username', 'username'],
    ['unit', 'unit_unknown'],
  ])
})

test('a faulty row brings no unit, and a file that leaves no administrator is refused', () => {
  expect(plan(['', 'Hai', 'hai!', 'Chuyên viên', 'Phòng Mới', 'PM']).units).toEqual([])
  expect(plan(['', 'Quản Trị', 'admin', '', '', '', 'Văn thư']).refusal).toBe('last_admin')
})

test('a list of units, in a sheet of its own and behind the people', () => {
  const sheet = (name: string, cells: string[][]) => ({ name, rows: rows(...cells), hiddenRows: 0 })
  const { report } = planRoster(
    {
      sheets: [
        sheet('Người', [
          ['Họ tên', 'Chức vụ', 'Đơn vị'],
          ['An', 'Chuyên viên', 'TH'],
        ]),
        sheet('Đơn vị', [
          ['Tên đơn vị', 'Viết tắt'],
          ['Phòng Tổng hợp', 'TH'],
          ['Phòng Nội chính', 'NC'],
          ['Phòng Tổng hợp', 'TH'],
        ]),
        sheet('Ghi chép', [['abc', 'def']]),
      ],
      hidden: ['Kín'],
    },
    'ds.xlsx',
    known,
  )
  expect(report.people).toMatchObject([{ unit: 'Phòng Tổng hợp' }])
  expect(report).toMatchObject({ units: [{ abbreviation: 'TH' }], unchanged: 1, faults: [{ fault: 'unit_twice' }] })
  expect(report.left).toEqual({ sheets: ['Ghi chép'], hiddenSheets: ['Kín'], hiddenRows: 0, columns: [] })
})

test('columns that say nothing here are told', () => {
  const cells = [
    ['Họ tên', 'Chức vụ', 'Ngày sinh', 'Ghi chú'],
    ['An', 'Chuyên viên', '1/1/1990', ''],
  ]
  const { report } = planRoster(
    { sheets: [{ name: '', rows: rows(...cells), hiddenRows: 0 }], hidden: [] },
    'a.csv',
    known,
  )
  expect(report.left.columns).toEqual(['Ngày sinh'])
})

describe('proposed user names', () => {
  test.each([
    ['Nguyễn Văn An', 'annv'],
    ['Đỗ Thị Hồng Đào', 'daodth'],
    ['An', 'an'],
    ['X', 'x1'],
    ['王', ''],
  ])('%s: %s', (name, username) => {
    expect(proposeUsername(name, () => false)).toBe(username)
  })

  test('the next free number', () => {
    expect(proposeUsername('Nguyễn Văn An', (one) => ['annv', 'annv2'].includes(one))).toBe('annv3')
  })

  test('one that another row of the file names is not proposed', () => {
    const report = plan(['', 'Nguyễn Văn An', '', 'Chuyên viên'], ['', 'Nông Văn An', 'annv', 'Chuyên viên'])
    expect(report.people.map(({ username }) => username)).toEqual(['annv2', 'annv'])
  })
})

test('5,000 rows are planned in one walk', () => {
  const people = Array.from({ length: 5_000 }, (_, i) => ['', `Nguyễn Văn An ${i}`, '', 'Chuyên viên', 'NC'])
  expect(plan(...people).people).toHaveLength(5_000)
})
