/** What is handed out to be filled in: an empty workbook, and the office as it is. */
import { needAdministrator } from '../access/office.ts'
import type { Person } from '../access/person.ts'
import type { Ground } from './ground.ts'
import { readKnown } from './known.ts'
import { ROLE_WORDS, rolesText } from './roles.ts'
import { writeXlsx, type WrittenSheet } from './sheet/write.ts'

const PEOPLE = {
  name: 'Người dùng',
  widths: [28, 18, 26, 34, 16, 26],
  head: ['Họ và tên', 'Tên đăng nhập', 'Chức vụ', 'Đơn vị', 'Ký hiệu đơn vị', 'Vai trò'],
}
const UNITS = { name: 'Đơn vị', widths: [44, 18], head: ['Đơn vị', 'Ký hiệu đơn vị'] }

const GUIDE: WrittenSheet = {
  name: 'Hướng dẫn',
  widths: [26, 96],
  head: ['Cột', 'Cách ghi'],
  rows: [
    ['Họ và tên', 'Bắt buộc.'],
    [
      'Tên đăng nhập',
      'Chữ không dấu và số. Để trống thì phần mềm đề nghị theo họ tên. Đúng tên đã có thì người đó được cập nhật.',
    ],
    ['Chức vụ', 'Bắt buộc với người mới. Ghi như in dưới chữ ký: Chuyên viên, Trưởng phòng, Phó Chủ tịch …'],
    ['Đơn vị', 'Tên hoặc ký hiệu của đơn vị. Đơn vị chưa có: ghi thêm ký hiệu, hoặc thêm một dòng ở trang «Đơn vị».'],
    ['Ký hiệu đơn vị', 'Như trong số, ký hiệu công văn và «Lưu: VT, …»: NC, KTTH, TH …'],
    [
      'Vai trò',
      `Một hoặc nhiều, cách nhau bằng dấu chấm phẩy: ${Object.values(ROLE_WORDS).join('; ')}. Để trống: ${ROLE_WORDS.specialist}.`,
    ],
    ['Ô trống', 'Với người đã có, ô trống giữ nguyên điều đang có. Không ai bị xóa hay khóa bởi tệp này.'],
  ],
}

export function template(person: Person): Uint8Array {
  needAdministrator(person)
  return writeXlsx([{ ...PEOPLE, rows: [] }, { ...UNITS, rows: [] }, GUIDE])
}

export async function listOfPresent({ db }: Ground, person: Person): Promise<Uint8Array> {
  needAdministrator(person)
  const { people, units } = await readKnown(db, person)
  const unitOf = new Map(units.map((unit) => [unit.id, unit]))
  const rows = people.map(({ name, username, position, unitId, roles }) => {
    const unit = unitOf.get(unitId ?? '')
    return [name, username, position, unit?.name ?? '', unit?.abbreviation ?? '', rolesText(roles)]
  })
  const open = units.filter(({ isClosed }) => !isClosed).map(({ name, abbreviation }) => [name, abbreviation])
  return writeXlsx([{ ...PEOPLE, rows }, { ...UNITS, rows: open }, GUIDE])
}
