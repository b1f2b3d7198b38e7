import { expect, test } from 'vitest'
import { ownHead } from './choices.ts'

const one = (id: string, position: string, unit: string | null, ...roles: string[]) =>
  ({ id, name: id, position, unit, roles }) // prettier-ignore
const colleagues = [
  one('chief', 'Chánh Văn phòng', 'Lãnh đạo Văn phòng', 'leader', 'reviewer'),
  one('deputy', 'Phó Trưởng phòng', 'Phòng Nội chính', 'reviewer'),
  one('head', 'Trưởng phòng', 'Phòng Nội chính', 'reviewer'),
  one('mai', 'Chuyên viên', 'Phòng Nội chính', 'specialist'),
  one('peer', 'Chuyên viên', 'Phòng Văn xã', 'reviewer'),
  one('hoa', 'Chuyên viên', 'Phòng Văn xã', 'specialist'),
  one('apart', 'Chuyên viên', null, 'specialist'),
]

test('the head of one’s own unit is asked first; nobody where the unit has no head, or one heads it', () => {
  expect(ownHead(colleagues, 'mai')).toBe('head')
  expect(ownHead(colleagues, 'deputy')).toBe('head')
  for (const self of ['head', 'hoa', 'apart', 'stranger']) expect(ownHead(colleagues, self)).toBe('')
})
