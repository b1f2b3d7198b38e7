import { expect, test } from 'vitest'
import { byRank, byTitle, rankOf } from './rank.ts'

const person = (name: string, position: string) => ({ name, position })

test('signers stand by rank, and not by their names', () => {
  const inOrder = [
    'Chủ tịch',
    'Quyền Chủ tịch',
    'Phó Chủ tịch Thường trực',
    'Phó Chủ tịch',
    'Ủy viên Ủy ban nhân dân',
    'Chánh Văn phòng',
    'Phó Chánh Văn phòng',
    'Trưởng phòng Nội chính',
    'Phó Trưởng phòng',
    'Tổ trưởng',
    'Chuyên viên',
  ]
  const shuffled = inOrder.toSorted((a, b) => a.localeCompare(b, 'vi')).map((position) => person('A', position))
  expect(byRank(shuffled).map(({ position }) => position)).toEqual(inOrder)
})

test.each([
  ['Giám đốc', 'Phó Giám đốc'],
  ['GIÁM ĐỐC SỞ', 'phó  giám đốc'],
  ['Phó Bí thư Huyện ủy, Chủ tịch', 'Phó Chủ tịch'],
  ['Phó Chủ tịch', 'Trưởng ban'],
  ['Trưởng phòng', 'Phó phòng'],
  ['Phó phòng', 'Chuyên viên cao cấp'],
  ['Chủ tịch', 'Thư ký Chủ tịch'],
  ['Phó Chánh Văn phòng', 'Phố Hiến'],
])('%s stands before %s', (first, second) => expect(rankOf(first)).toBeLessThan(rankOf(second)))

test('written with other marks or letters a title has the same rank', () => {
  expect(rankOf('PHÓ CHỦ TỊCH')).toBe(rankOf('Phó Chủ tịch'.normalize('NFD')))
  expect(rankOf('')).toBe(rankOf('Chuyên viên'))
})

test('those of one title stay together, in the order they came in', () => {
  const people = [
    person('Bình', 'Phó Chủ tịch'),
    person('Thắng', 'Chủ tịch'),
    person('Trường', 'Chánh Văn phòng'),
    person('Vân', 'Phó Chủ tịch'),
  ]
  expect(byTitle(people).map(({ title, people }) => [title, ...people.map(({ name }) => name)])).toEqual([
    ['Chủ tịch', 'Thắng'],
    ['Phó Chủ tịch', 'Bình', 'Vân'],
    ['Chánh Văn phòng', 'Trường'],
  ])
})
