/**
 * Every kind of administrative document (Decree 30/2020, Điều 7), and the phiếu trình that an office puts before its
 * leaders. The editor, both exporters, the checker and the numbering read this table; adding a kind is adding a row.
 * Abbreviations: Phụ lục III, Mục I. Forms: Phụ lục III, Mục II.
 */
import type { Kind } from './kind.ts'
import { agreement, note, plan, rules } from './usual-parts.ts'

export type { Form, Kind, Need, SeedLine } from './kind.ts'

/** A contract or an agreement may be signed by the other party on the same page. */
const otherParty = { need: 'optional', capacity: '', signerCapacity: '' } as const

/** What most kinds with a name have in common (Mẫu 1.4); a row says only where it differs. */
const titled = {
  form: '1.4',
  symbol: 'kind-agency',
  head: 'titled',
  isInternal: false,
  subject: 'required',
  placeDate: 'required',
  bases: 'none',
  authority: 'none',
  formula: null,
  addressees: 'none',
  second: null,
  recipients: [],
  endsWithMark: true,
  series: 'sections',
} as const satisfies Omit<Kind, 'name' | 'english' | 'abbreviation' | 'body'>

export const KINDS = {
  'nghi-quyet': {
    ...titled,
    name: 'Nghị quyết',
    english: 'Resolution',
    abbreviation: 'NQ',
    form: '1.1',
    bases: 'required',
    authority: 'required',
    formula: 'QUYẾT NGHỊ:',
    recipients: ['Như Điều 2'],
    series: 'articles',
    body: [
      ['basis', 'Căn cứ '],
      ['basis', 'Căn cứ '],
      ['basis', 'Xét đề nghị của '],
      ['formula', 'QUYẾT NGHỊ:'],
      ['dieu', ''],
      ['dieu', 'Các cơ quan, tổ chức, cá nhân có liên quan chịu trách nhiệm thi hành Nghị quyết này./.'],
    ],
  },
  'quyet-dinh': {
    ...titled,
    name: 'Quyết định',
    english: 'Decision',
    abbreviation: 'QĐ',
    form: '1.2',
    bases: 'required',
    authority: 'required',
    formula: 'QUYẾT ĐỊNH:',
    recipients: ['Như Điều 3'],
    series: 'articles',
    body: [
      ['basis', 'Căn cứ '],
      ['basis', 'Căn cứ '],
      ['basis', 'Theo đề nghị của '],
      ['formula', 'QUYẾT ĐỊNH:'],
      ['dieu', ''],
      ['dieu', 'Quyết định này có hiệu lực kể từ ngày ký.'],
      [
        'dieu',
        'Thủ trưởng các cơ quan, đơn vị và tổ chức, cá nhân có liên quan chịu trách nhiệm thi hành Quyết định này./.',
      ],
    ],
  },
  'chi-thi': {
    ...titled,
    name: 'Chỉ thị',
    english: 'Directive',
    abbreviation: 'CT',
    body: [
      ['paragraph', ''],
      ['khoan', ''],
      ['khoan', 'Thủ trưởng các cơ quan, đơn vị chịu trách nhiệm tổ chức thực hiện Chỉ thị này./.'],
    ],
  },
  'quy-che': {
    ...titled,
    name: 'Quy chế',
    english: 'Working rules',
    abbreviation: 'QC',
    series: 'articles',
    body: rules,
  },
  'quy-dinh': {
    ...titled,
    name: 'Quy định',
    english: 'Regulation',
    abbreviation: 'QyĐ',
    series: 'articles',
    body: rules,
  },
  'thong-cao': { ...titled, name: 'Thông cáo', english: 'Communiqué', abbreviation: 'TC', body: note },
  'thong-bao': { ...titled, name: 'Thông báo', english: 'Announcement', abbreviation: 'TB', body: note },
  'huong-dan': {
    ...titled,
    name: 'Hướng dẫn',
    english: 'Guidance',
    abbreviation: 'HD',
    bases: 'optional',
    body: [
      ['paragraph', ''],
      ['muc', 'Nội dung hướng dẫn'],
      ['paragraph', ''],
      ['muc', 'Tổ chức thực hiện'],
      ['paragraph', './.'],
    ],
  },
  'chuong-trinh': {
    ...titled,
    name: 'Chương trình',
    english: 'Programme',
    abbreviation: 'CTr',
    bases: 'optional',
    body: plan,
  },
  'ke-hoach': { ...titled, name: 'Kế hoạch', english: 'Plan', abbreviation: 'KH', bases: 'optional', body: plan },
  'phuong-an': { ...titled, name: 'Phương án', english: 'Scheme', abbreviation: 'PA', bases: 'optional', body: plan },
  'de-an': { ...titled, name: 'Đề án', english: 'Proposal', abbreviation: 'ĐA', bases: 'optional', body: plan },
  'du-an': { ...titled, name: 'Dự án', english: 'Project', abbreviation: 'DA', bases: 'optional', body: plan },
  'bao-cao': {
    ...titled,
    name: 'Báo cáo',
    english: 'Report',
    abbreviation: 'BC',
    addressees: 'optional',
    body: [
      ['paragraph', ''],
      ['muc', 'Tình hình và kết quả thực hiện'],
      ['paragraph', ''],
      ['muc', 'Hạn chế, nguyên nhân'],
      ['paragraph', ''],
      ['muc', 'Phương hướng, nhiệm vụ'],
      ['paragraph', ''],
      ['paragraph', './.'],
    ],
  },
  'bien-ban': {
    ...titled,
    name: 'Biên bản',
    english: 'Minutes',
    abbreviation: 'BB',
    form: '1.9',
    placeDate: 'none',
    second: { need: 'required', capacity: 'THƯ KÝ', signerCapacity: 'CHỦ TỌA' },
    body: [
      ['paragraph', 'Thời gian bắt đầu: '],
      ['paragraph', 'Địa điểm: '],
      ['paragraph', 'Thành phần tham dự: '],
      ['paragraph', 'Chủ trì (chủ tọa): '],
      ['paragraph', 'Thư ký (người ghi biên bản): '],
      ['paragraph', 'Nội dung: '],
      ['paragraph', 'Cuộc họp kết thúc vào … giờ …, ngày … tháng … năm …./.'],
    ],
  },
  'to-trinh': {
    ...titled,
    name: 'Tờ trình',
    english: 'Submission',
    abbreviation: 'TTr',
    bases: 'optional',
    addressees: 'required',
    recipients: ['Như trên'],
    body: [
      ['paragraph', ''],
      ['muc', 'Sự cần thiết'],
      ['paragraph', ''],
      ['muc', 'Nội dung trình'],
      ['paragraph', ''],
      ['paragraph', 'Kính trình … xem xét, quyết định./.'],
    ],
  },
  'hop-dong': {
    ...titled,
    name: 'Hợp đồng',
    english: 'Contract',
    abbreviation: 'HĐ',
    bases: 'optional',
    second: otherParty,
    series: 'articles',
    body: agreement,
  },
  'cong-van': {
    ...titled,
    name: 'Công văn',
    english: 'Official letter',
    abbreviation: null,
    form: '1.5',
    symbol: 'agency-unit',
    head: 'letter',
    addressees: 'required',
    recipients: ['Như trên'],
    body: [
      ['paragraph', ''],
      ['paragraph', 'Trân trọng./.'],
    ],
  },
  'cong-dien': {
    ...titled,
    name: 'Công điện',
    english: 'Telegram',
    abbreviation: 'CĐ',
    form: '1.6',
    addressees: 'required',
    body: [['paragraph', './.']],
  },
  'ban-ghi-nho': {
    ...titled,
    name: 'Bản ghi nhớ',
    english: 'Memorandum',
    abbreviation: 'BGN',
    bases: 'optional',
    second: otherParty,
    series: 'articles',
    body: agreement,
  },
  'ban-thoa-thuan': {
    ...titled,
    name: 'Bản thỏa thuận',
    english: 'Agreement',
    abbreviation: 'BTT',
    bases: 'optional',
    second: otherParty,
    series: 'articles',
    body: agreement,
  },
  'giay-uy-quyen': {
    ...titled,
    name: 'Giấy ủy quyền',
    english: 'Power of attorney',
    abbreviation: 'GUQ',
    subject: 'optional',
    bases: 'optional',
    body: [
      ['paragraph', 'Người ủy quyền: '],
      ['paragraph', 'Người được ủy quyền: '],
      ['paragraph', 'Nội dung ủy quyền: '],
      ['paragraph', 'Giấy ủy quyền này có hiệu lực từ ngày … đến hết ngày …./.'],
    ],
  },
  'giay-moi': {
    ...titled,
    name: 'Giấy mời',
    english: 'Invitation',
    abbreviation: 'GM',
    form: '1.7',
    body: [
      ['paragraph', '… trân trọng kính mời: '],
      ['paragraph', 'Tới dự '],
      ['paragraph', 'Chủ trì: '],
      ['paragraph', 'Thời gian: '],
      ['paragraph', 'Địa điểm: '],
      ['paragraph', './.'],
    ],
  },
  'giay-gioi-thieu': {
    ...titled,
    name: 'Giấy giới thiệu',
    english: 'Letter of introduction',
    abbreviation: 'GGT',
    form: '1.8',
    subject: 'none',
    recipients: ['Như trên'],
    body: [
      ['paragraph', '… trân trọng giới thiệu:'],
      ['paragraph', 'Ông (bà): '],
      ['paragraph', 'Chức vụ: '],
      ['paragraph', 'Được cử đến: '],
      ['paragraph', 'Về việc: '],
      ['paragraph', 'Đề nghị Quý cơ quan tạo điều kiện để ông (bà) có tên ở trên hoàn thành nhiệm vụ.'],
      ['paragraph', 'Giấy này có giá trị đến hết ngày …./.'],
    ],
  },
  'giay-nghi-phep': {
    ...titled,
    name: 'Giấy nghỉ phép',
    english: 'Leave permit',
    abbreviation: 'GNP',
    form: '1.10',
    subject: 'none',
    body: [
      ['paragraph', 'Xét Đơn đề nghị nghỉ phép ngày … của ông (bà) …,'],
      ['paragraph', '… cấp cho:'],
      ['paragraph', 'Ông (bà): '],
      ['paragraph', 'Chức vụ: '],
      ['paragraph', 'Được nghỉ phép trong thời gian … kể từ ngày … đến hết ngày … tại ….'],
      ['paragraph', 'Số ngày nghỉ phép nêu trên được tính vào thời gian …./.'],
    ],
  },
  'phieu-gui': { ...titled, name: 'Phiếu gửi', english: 'Dispatch slip', abbreviation: 'PG', body: note },
  'phieu-chuyen': { ...titled, name: 'Phiếu chuyển', english: 'Transfer slip', abbreviation: 'PC', body: note },
  'phieu-bao': { ...titled, name: 'Phiếu báo', english: 'Notice slip', abbreviation: 'PB', body: note },
  'thu-cong': {
    ...titled,
    name: 'Thư công',
    english: 'Formal letter',
    abbreviation: null,
    symbol: 'agency-unit',
    subject: 'optional',
    addressees: 'optional',
    endsWithMark: false,
    body: [
      ['paragraph', ''],
      ['paragraph', 'Trân trọng.'],
    ],
  },
  'phieu-trinh': {
    ...titled,
    name: 'Phiếu trình',
    english: 'Submission sheet',
    abbreviation: 'PTr',
    form: 'phieu-trinh',
    head: 'sheet',
    isInternal: true,
    addressees: 'required',
    second: { need: 'optional', capacity: '', signerCapacity: '' },
    body: [
      ['paragraph', 'Cơ quan trình: '],
      ['paragraph', 'Văn bản kèm theo: '],
      ['muc', 'Tóm tắt nội dung'],
      ['paragraph', ''],
      ['muc', 'Báo cáo và đề xuất của Văn phòng'],
      ['paragraph', ''],
      ['paragraph', 'Kính trình … xem xét, quyết định (có dự thảo kèm theo)./.'],
    ],
  },
} as const satisfies Record<string, Kind>

export type KindId = keyof typeof KINDS

export function isKindId(value: unknown): value is KindId {
  return typeof value === 'string' && Object.hasOwn(KINDS, value)
}

/** A row of the table with its general type: what differs from kind to kind is data, not a type. */
export function kindOf(id: KindId): Kind {
  return KINDS[id]
}

/** A paper within the office: no number, no register, no seal. */
export const isInternal = (kind: string): boolean => isKindId(kind) && kindOf(kind).isInternal

/** In the order of Điều 7. */
export const KIND_IDS: readonly KindId[] = Object.keys(KINDS).filter(isKindId)

export const INTERNAL_KINDS: readonly KindId[] = KIND_IDS.filter(isInternal)

/** The name as it stands above the subject: "QUYẾT ĐỊNH". */
export function printedName(id: KindId): string {
  return KINDS[id].name.toUpperCase()
}
