import type { SeedLine } from './kind.ts'

/** Parts with which several kinds begin; Phụ lục III leaves the content open, these are what offices write. */
export const plan: readonly SeedLine[] = [
  ['paragraph', ''],
  ['muc', 'Mục đích, yêu cầu'],
  ['khoan', 'Mục đích'],
  ['paragraph', ''],
  ['khoan', 'Yêu cầu'],
  ['paragraph', ''],
  ['muc', 'Nội dung'],
  ['paragraph', ''],
  ['muc', 'Tổ chức thực hiện'],
  ['paragraph', './.'],
]

export const rules: readonly SeedLine[] = [
  ['chuong', 'Quy định chung'],
  ['dieu', 'Phạm vi điều chỉnh và đối tượng áp dụng'],
  ['paragraph', ''],
  ['chuong', 'Nội dung cụ thể'],
  ['dieu', ''],
  ['chuong', 'Tổ chức thực hiện'],
  ['dieu', 'Trách nhiệm thi hành'],
  ['paragraph', './.'],
]

export const agreement: readonly SeedLine[] = [
  ['basis', 'Căn cứ '],
  ['paragraph', 'Hôm nay, ngày … tháng … năm …, tại …, chúng tôi gồm:'],
  ['paragraph', 'Bên A: '],
  ['paragraph', 'Bên B: '],
  ['dieu', ''],
  ['dieu', 'Điều khoản thi hành'],
  ['paragraph', './.'],
]

export const note: readonly SeedLine[] = [['paragraph', './.']]
