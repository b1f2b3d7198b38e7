import type { Write } from './shape.ts'

export const report: Write = ({ year }) => ({
  kind: 'bao-cao',
  subject: `Công tác cải cách hành chính năm ${year - 1} và nhiệm vụ trọng tâm năm ${year}`,
  signer: 'thangld',
  fields: {
    recipients: [
      'Bộ Nội vụ',
      'Thường trực Tỉnh ủy',
      'Thường trực Hội đồng nhân dân tỉnh',
      'Chủ tịch, các Phó Chủ tịch Ủy ban nhân dân tỉnh',
      'Các sở, ban, ngành',
      'Lưu: VT, TH',
    ].join('\n'),
  },
  body: `Thực hiện chế độ báo cáo định kỳ, Ủy ban nhân dân tỉnh Sơn La báo cáo kết quả công tác cải cách hành chính năm ${year - 1} và nhiệm vụ trọng tâm năm ${year} như sau:
I. KẾT QUẢ THỰC HIỆN
1. Cải cách thủ tục hành chính: đã rà soát, đơn giản hóa 126 thủ tục; tỷ lệ hồ sơ giải quyết đúng hạn và trước hạn đạt 98,4%; 82,7% hồ sơ được nộp trực tuyến.
2. Cải cách tổ chức bộ máy: hoàn thành sắp xếp, kiện toàn các đơn vị sự nghiệp công lập thuộc thẩm quyền; bộ máy chính quyền cấp xã hoạt động thông suốt, ổn định.
3. Xây dựng chính quyền số: 100% văn bản đi của Ủy ban nhân dân tỉnh, trừ văn bản mật, được ký số và gửi, nhận trên môi trường điện tử.
II. HẠN CHẾ, NGUYÊN NHÂN
1. Một số cơ quan cập nhật kết quả giải quyết hồ sơ còn chậm; việc số hóa kết quả còn hiệu lực chưa đạt kế hoạch.
2. Hạ tầng mạng ở một số xã vùng cao chưa ổn định; nhân lực công nghệ thông tin ở cơ sở còn mỏng.
III. NHIỆM VỤ TRỌNG TÂM NĂM ${year}
1. Tập trung xử lý dứt điểm hồ sơ quá hạn; công khai kết quả đánh giá hằng tháng của từng cơ quan.
2. Hoàn thành số hóa kết quả giải quyết thủ tục hành chính còn hiệu lực trong quý II năm ${year}.
3. Tổ chức tập huấn nghiệp vụ soạn thảo, ký số, lưu trữ văn bản điện tử cho công chức cấp xã.
Trên đây là báo cáo công tác cải cách hành chính năm ${year - 1} của Ủy ban nhân dân tỉnh Sơn La./.`,
})
