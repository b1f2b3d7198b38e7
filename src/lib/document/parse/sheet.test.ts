import { expect, test } from 'vitest'
import { parseText } from '../parse.ts'
import { plainText } from '../titled.ts'

const sheet = (...lines: string[]) =>
  parseText(['PHIẾU TRÌNH XỬ LÝ VĂN BẢN', 'Kính gửi: Đồng chí Chủ tịch', ...lines].join('\n'))
const texts = (...lines: string[]) => sheet(...lines).blocks.map(plainText)

test('what it is about and the words in the box are fields; the rest is text', () => {
  const lines = [
    'Vấn đề trình: Phê duyệt Kế hoạch',
    'Cơ quan trình: Sở Xây dựng',
    'Ý KIẾN CHỈ ĐẠO CỦA LÃNH ĐẠO',
    'Đồng ý.',
    'Giao Sở Xây dựng.',
    'I. TÓM TẮT',
    'Nội dung.',
  ]
  expect(sheet(...lines).fields).toEqual({
    kind: 'phieu-trinh',
    sheet: 'van-ban',
    addressees: 'Đồng chí Chủ tịch',
    subject: 'Phê duyệt Kế hoạch',
    leaderWords: 'Đồng ý.\nGiao Sở Xây dựng.',
  })
  expect(texts(...lines)).toEqual(['Cơ quan trình: Sở Xây dựng', 'TÓM TẮT', 'Nội dung.'])
})

test('without a heading below it nobody knows where the box ends: all of it stays text', () => {
  const lines = ['Ý kiến chỉ đạo của Chủ tịch:', 'Văn phòng báo cáo như sau.', 'Kính trình xem xét.']
  expect(texts(...lines)).toEqual(lines)
})

test('words that only speak of directions are text, and so is another «Vấn đề trình» further down', () => {
  const lines = ['I. Ý kiến chỉ đạo của Chủ tịch tại cuộc họp ngày 05/10/2026', 'Vấn đề trình: Khác']
  expect(sheet(...lines).fields.leaderWords).toBeUndefined()
  expect(sheet(...lines).fields.subject).toBeUndefined()
})

test('who signs it stands last, without Nơi nhận', () => {
  const text = sheet(
    'Vấn đề trình: A',
    'Kính trình xem xét./.',
    'CHUYÊN VIÊN',
    'Trần Đức Ưng',
    'CHÁNH VĂN PHÒNG',
    'Lò Văn Thưởng',
  )
  expect(text.fields).toMatchObject({
    secondCapacity: 'CHUYÊN VIÊN',
    secondName: 'Trần Đức Ưng',
    capacity: 'CHÁNH VĂN PHÒNG',
    signerName: 'Lò Văn Thưởng',
  })
  expect(text.blocks.map(plainText)).toEqual(['Kính trình xem xét./.'])
})

test('above its title stand the office and the day at the most', () => {
  const text = ['UBND TỈNH SƠN LA', 'VĂN PHÒNG', '-----', 'Sơn La, ngày 20 tháng 11 năm 2026']
  const end = ['PHIẾU TRÌNH GIẢI QUYẾT CÔNG VIỆC', 'Kính gửi: Đồng chí Chủ tịch', 'Vấn đề trình: A']
  expect(parseText([...text, ...end].join('\n')).fields).toMatchObject({ kind: 'phieu-trinh', subject: 'A' })
  expect(parseText(['Tôi gửi anh mẫu dưới đây.', ...end].join('\n')).fields.kind).toBeUndefined()
})
