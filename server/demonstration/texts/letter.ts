import type { Write } from './shape.ts'

export const letter: Write = () => ({
  kind: 'cong-van',
  subject: 'tăng cường phòng, chống rét đậm, rét hại cho cây trồng, vật nuôi',
  signer: 'binhnh',
  fields: {
    addressees: [
      'Các Sở: Nông nghiệp và Môi trường, Tài chính, Công Thương',
      'Đài Khí tượng Thủy văn tỉnh',
      'Ủy ban nhân dân các xã, phường',
    ].join('\n'),
    recipients: ['Như trên', 'Chủ tịch, các Phó Chủ tịch Ủy ban nhân dân tỉnh', 'Lưu: VT, KT'].join('\n'),
  },
  body: `Theo nhận định của cơ quan khí tượng thủy văn, trong tháng tới trên địa bàn tỉnh có khả năng xảy ra nhiều đợt rét đậm, rét hại, vùng cao có thể xuất hiện băng giá và sương muối. Để chủ động bảo vệ sản xuất và đời sống nhân dân, Ủy ban nhân dân tỉnh yêu cầu:
1. Sở Nông nghiệp và Môi trường
a) Cử cán bộ xuống cơ sở hướng dẫn nhân dân che chắn chuồng trại, dự trữ thức ăn và tiêm phòng cho đàn gia súc;
b) Hướng dẫn lịch gieo trồng phù hợp; không gieo mạ, cấy lúa khi nhiệt độ trung bình ngày dưới 15 °C;
c) Tổng hợp tình hình thiệt hại, báo cáo Ủy ban nhân dân tỉnh trước 15 giờ hằng ngày trong các đợt rét.
2. Sở Tài chính chủ trì tham mưu bố trí kinh phí dự phòng để hỗ trợ kịp thời các hộ bị thiệt hại.
3. Sở Công Thương nắm tình hình cung ứng vật tư nông nghiệp và hàng hóa thiết yếu, bảo đảm không để thiếu hàng, tăng giá bất hợp lý.
4. Đài Khí tượng Thủy văn tỉnh theo dõi chặt chẽ diễn biến thời tiết, cung cấp bản tin kịp thời cho các cơ quan và nhân dân.
5. Ủy ban nhân dân các xã, phường tuyên truyền, vận động nhân dân không chăn thả gia súc, không cho gia súc cày kéo khi nhiệt độ dưới 12 °C; chủ động lực lượng, phương tiện ứng phó theo phương châm “bốn tại chỗ”.
Ủy ban nhân dân tỉnh yêu cầu các cơ quan, đơn vị, địa phương nghiêm túc thực hiện./.`,
})
