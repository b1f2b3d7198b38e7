import type { Write } from './shape.ts'

export const invitation: Write = ({ day }) => ({
  kind: 'giay-moi',
  subject: 'Dự hội nghị sơ kết công tác văn thư, lưu trữ',
  signer: 'truongdv',
  fields: {
    capacity: 'TL. CHỦ TỊCH\nCHÁNH VĂN PHÒNG',
    recipients: ['Như thành phần mời', 'Phó Chủ tịch Quàng Thị Vân (để báo cáo)', 'Lưu: VT, NC'].join('\n'),
  },
  body: `Ủy ban nhân dân tỉnh trân trọng kính mời: Lãnh đạo các sở, ban, ngành; Chủ tịch Ủy ban nhân dân các xã, phường.
Tới dự hội nghị sơ kết công tác văn thư, lưu trữ.
Chủ trì: Đồng chí Quàng Thị Vân, Phó Chủ tịch Ủy ban nhân dân tỉnh.
Thời gian: 08 giờ 00, ${day(16)}.
Địa điểm: Phòng họp tầng 2, trụ sở Ủy ban nhân dân tỉnh.
Đề nghị các đại biểu đến dự đúng thời gian, thành phần./.`,
})
