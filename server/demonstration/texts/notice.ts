import type { Write } from './shape.ts'

export const notice: Write = ({ day, year }) => ({
  kind: 'thong-bao',
  subject: 'Kết luận của Phó Chủ tịch Ủy ban nhân dân tỉnh tại cuộc họp về tiến độ số hóa tài liệu lưu trữ',
  signer: 'truongdv',
  fields: {
    capacity: 'TL. CHỦ TỊCH\nCHÁNH VĂN PHÒNG',
    recipients: [
      'Chủ tịch, các Phó Chủ tịch Ủy ban nhân dân tỉnh',
      'Các Sở: Nội vụ, Tài chính, Khoa học và Công nghệ',
      'Ủy ban nhân dân các xã, phường',
      'Lưu: VT, TH',
    ].join('\n'),
  },
  body: `N${day(-3).slice(1)}, tại trụ sở Ủy ban nhân dân tỉnh, Phó Chủ tịch Ủy ban nhân dân tỉnh đã chủ trì cuộc họp về tiến độ số hóa tài liệu lưu trữ. Sau khi nghe báo cáo và ý kiến của các đại biểu, Phó Chủ tịch kết luận như sau:
1. Biểu dương các cơ quan đã hoàn thành sớm việc chỉnh lý, số hóa tài liệu; phê bình các đơn vị chưa gửi báo cáo đúng hạn.
2. Giao Sở Nội vụ:
a) Ban hành hướng dẫn thống nhất về đặt tên, mô tả và kiểm tra chất lượng tệp số hóa;
b) Kiểm tra thực tế tại ít nhất 10 xã, phường, báo cáo kết quả trước ${day(30)}.
3. Giao Sở Khoa học và Công nghệ bảo đảm dung lượng lưu trữ, sao lưu và an toàn thông tin cho hệ thống.
4. Giao Sở Tài chính thẩm định, tham mưu bố trí kinh phí năm ${year + 1} theo quy định.
Văn phòng Ủy ban nhân dân tỉnh thông báo để các cơ quan, đơn vị biết và thực hiện./.`,
})
