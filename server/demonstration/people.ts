/** The demonstration office: a province's committee and its office. Every person is invented. */
import type { Role } from '../../src/lib/vocabulary.ts'

export const AGENCY = {
  parentName: '',
  name: 'ỦY BAN NHÂN DÂN\nTỈNH SƠN LA',
  fullName: 'Ủy ban nhân dân tỉnh Sơn La',
  abbreviation: 'UBND',
  place: 'Sơn La',
  code: 'H52',
}

export const UNITS = {
  LD: 'Lãnh đạo Ủy ban nhân dân tỉnh',
  VP: 'Lãnh đạo Văn phòng',
  NC: 'Phòng Nội chính',
  TH: 'Phòng Tổng hợp',
  KT: 'Phòng Kinh tế',
  VX: 'Phòng Văn xã',
  VT: 'Văn thư',
} as const satisfies Record<string, string>

export interface DemonstrationPerson {
  username: string
  name: string
  position: string
  unit: keyof typeof UNITS
  roles: Role[]
}

const leads: Role[] = ['leader']
const heads: Role[] = ['leader', 'reviewer']
const reviews: Role[] = ['reviewer', 'specialist']
const writes: Role[] = ['specialist']

/** In the order of the office, which the sign-in page keeps. */
export const PEOPLE = [
  { username: 'thangld', name: 'Lê Đức Thắng', position: 'Chủ tịch', unit: 'LD', roles: leads },
  { username: 'vanqt', name: 'Quàng Thị Vân', position: 'Phó Chủ tịch', unit: 'LD', roles: leads },
  { username: 'binhnh', name: 'Nguyễn Hữu Bình', position: 'Phó Chủ tịch', unit: 'LD', roles: leads },
  { username: 'truongdv', name: 'Đinh Văn Trường', position: 'Chánh Văn phòng', unit: 'VP', roles: heads },
  { username: 'hanhct', name: 'Cầm Thị Hạnh', position: 'Phó Chánh Văn phòng', unit: 'VP', roles: heads },
  { username: 'thanhlv', name: 'Lường Văn Thành', position: 'Trưởng phòng', unit: 'NC', roles: reviews },
  { username: 'hapt', name: 'Phạm Thu Hà', position: 'Trưởng phòng', unit: 'TH', roles: reviews },
  { username: 'toanvv', name: 'Vì Văn Toản', position: 'Trưởng phòng', unit: 'KT', roles: reviews },
  { username: 'mailt', name: 'Lò Thị Mai', position: 'Chuyên viên', unit: 'NC', roles: writes },
  { username: 'anhnt', name: 'Nguyễn Tuấn Anh', position: 'Chuyên viên', unit: 'NC', roles: writes },
  { username: 'ngocht', name: 'Hà Thị Ngọc', position: 'Chuyên viên', unit: 'TH', roles: writes },
  { username: 'dungtv', name: 'Tòng Văn Dũng', position: 'Chuyên viên', unit: 'KT', roles: writes },
  { username: 'hoatt', name: 'Trịnh Thị Hoa', position: 'Chuyên viên', unit: 'VX', roles: writes },
  { username: 'lanbt', name: 'Bùi Thị Lan', position: 'Trưởng bộ phận Văn thư', unit: 'VT', roles: ['clerk'] },
  { username: 'nghiadc', name: 'Điêu Chính Nghĩa', position: 'Nhân viên Văn thư', unit: 'VT', roles: ['clerk'] },
  { username: 'quantri', name: 'Trần Quang Huy', position: 'Quản trị hệ thống', unit: 'VP', roles: ['admin'] },
] as const satisfies DemonstrationPerson[]

export type Username = (typeof PEOPLE)[number]['username']

/** The same for everybody: it opens nothing but this office, which holds nothing but invented papers. */
export const PASSWORD = 'butphe-2026'
export const PIN = '123456'
