import type { Write } from './shape.ts'

export const submission: Write = () => ({
  kind: 'to-trinh',
  subject: 'Về việc ban hành Nghị quyết quy định mức hỗ trợ phát triển du lịch cộng đồng trên địa bàn tỉnh Sơn La',
  signer: 'vanqt',
  fields: {
    addressees: 'Hội đồng nhân dân tỉnh',
    recipients: [
      'Như trên',
      'Thường trực Tỉnh ủy (để báo cáo)',
      'Các Ban của Hội đồng nhân dân tỉnh',
      'Lưu: VT, VX',
    ].join('\n'),
  },
  body: `Thực hiện quy định của Luật Tổ chức chính quyền địa phương và Luật Ban hành văn bản quy phạm pháp luật, Ủy ban nhân dân tỉnh trình Hội đồng nhân dân tỉnh dự thảo Nghị quyết quy định mức hỗ trợ phát triển du lịch cộng đồng trên địa bàn tỉnh Sơn La như sau:
I. SỰ CẦN THIẾT
1. Những năm qua, du lịch cộng đồng đã góp phần tăng thu nhập, giữ gìn bản sắc văn hóa của đồng bào các dân tộc. Tuy nhiên, phần lớn các điểm du lịch có quy mô nhỏ, cơ sở vật chất còn thiếu, người làm du lịch chưa được đào tạo bài bản.
2. Tỉnh chưa có chính sách riêng để hỗ trợ các hộ gia đình, hợp tác xã làm du lịch cộng đồng; nguồn lực từ các chương trình mục tiêu còn phân tán.
II. NỘI DUNG TRÌNH
1. Đối tượng được hỗ trợ: hộ gia đình, tổ hợp tác, hợp tác xã có hoạt động du lịch cộng đồng tại các bản, tiểu khu được Ủy ban nhân dân tỉnh công nhận là điểm du lịch.
2. Nội dung và mức hỗ trợ:
a) Cải tạo, nâng cấp cơ sở lưu trú theo kiến trúc nhà ở truyền thống: không quá 100 triệu đồng cho một cơ sở;
b) Đào tạo nghiệp vụ và ngoại ngữ: 100% chi phí khóa học, mỗi cơ sở không quá 03 người;
c) Quảng bá, kết nối tuyến du lịch: theo kế hoạch hằng năm của tỉnh.
3. Nguồn kinh phí: ngân sách tỉnh và nguồn lồng ghép từ các chương trình mục tiêu quốc gia.
III. HỒ SƠ TRÌNH
1. Dự thảo Nghị quyết của Hội đồng nhân dân tỉnh.
2. Báo cáo đánh giá tác động của chính sách; bảng tổng hợp ý kiến của các cơ quan, tổ chức, cá nhân.
Kính trình Hội đồng nhân dân tỉnh xem xét, quyết định./.`,
})
