import type { Write } from './shape.ts'

export const decision: Write = () => ({
  kind: 'quyet-dinh',
  subject: 'Về việc quản lý, sử dụng chữ ký số trong các cơ quan nhà nước tỉnh Sơn La',
  signer: 'thangld',
  fields: {
    authority: 'ỦY BAN NHÂN DÂN TỈNH SƠN LA',
    recipients: [
      'Như Điều 3',
      'Thường trực Tỉnh ủy (để báo cáo)',
      'Thường trực Hội đồng nhân dân tỉnh (để báo cáo)',
      'Chủ tịch, các Phó Chủ tịch Ủy ban nhân dân tỉnh',
      'Lưu: VT, NC',
    ].join('\n'),
  },
  body: `Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;
Căn cứ Luật Giao dịch điện tử ngày 22 tháng 6 năm 2023;
Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư;
Căn cứ Nghị định số 68/2024/NĐ-CP ngày 25 tháng 6 năm 2024 của Chính phủ quy định về chữ ký số chuyên dùng công vụ;
Theo đề nghị của Chánh Văn phòng Ủy ban nhân dân tỉnh.
QUYẾT ĐỊNH:
Điều 1. Việc quản lý, sử dụng chữ ký số trong các cơ quan nhà nước tỉnh Sơn La thực hiện theo các yêu cầu sau:
1. Văn bản điện tử do cơ quan nhà nước của tỉnh ban hành phải có chữ ký số của người có thẩm quyền và chữ ký số của cơ quan, trừ văn bản có nội dung bí mật nhà nước.
2. Người được giao thiết bị lưu khóa bí mật có trách nhiệm:
a) Bảo quản thiết bị và giữ bí mật mã PIN; không cho người khác mượn hoặc ký thay bằng thiết bị của mình;
b) Báo ngay cho Văn phòng Ủy ban nhân dân tỉnh khi thiết bị bị mất, bị hỏng hoặc có dấu hiệu lộ khóa bí mật;
c) Bàn giao thiết bị khi chuyển công tác, nghỉ hưu hoặc thôi việc.
3. Văn thư cơ quan chỉ ký số của cơ quan lên văn bản đã có chữ ký số của người có thẩm quyền và đã được cấp số, đăng ký theo quy định.
Điều 2. Quyết định này có hiệu lực kể từ ngày ký.
Điều 3. Chánh Văn phòng Ủy ban nhân dân tỉnh; Giám đốc các sở, Thủ trưởng các ban, ngành; Chủ tịch Ủy ban nhân dân các xã, phường và các tổ chức, cá nhân có liên quan chịu trách nhiệm thi hành Quyết định này./.`,
})
