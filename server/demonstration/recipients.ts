/** To whom a province writes every week: what its directory would have learnt from the papers of last year. */

const MINISTRIES = [
  ...['Nội vụ', 'Tài chính', 'Tư pháp', 'Xây dựng', 'Y tế', 'Công Thương', 'Công an', 'Quốc phòng', 'Ngoại giao'],
  ...['Nông nghiệp và Môi trường', 'Khoa học và Công nghệ', 'Giáo dục và Đào tạo'],
  ...['Văn hóa, Thể thao và Du lịch', 'Dân tộc và Tôn giáo'],
]
const DEPARTMENTS = [
  ...['Nội vụ', 'Tài chính', 'Tư pháp', 'Xây dựng', 'Y tế', 'Công Thương', 'Nông nghiệp và Môi trường'],
  ...['Khoa học và Công nghệ', 'Giáo dục và Đào tạo', 'Văn hóa, Thể thao và Du lịch', 'Dân tộc và Tôn giáo'],
]

export const RECIPIENTS: readonly string[] = [
  ...['Văn phòng Chính phủ', 'Thanh tra Chính phủ', 'Ngân hàng Nhà nước Việt Nam'],
  ...MINISTRIES.map((name) => `Bộ ${name}`),
  ...['Thường trực Tỉnh ủy', 'Thường trực Hội đồng nhân dân tỉnh', 'Đoàn đại biểu Quốc hội tỉnh'],
  ...['Chủ tịch, các Phó Chủ tịch Ủy ban nhân dân tỉnh', 'Ban Thường trực Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh'],
  ...['Văn phòng Tỉnh ủy', 'Văn phòng Đoàn đại biểu Quốc hội và Hội đồng nhân dân tỉnh', 'Thanh tra tỉnh'],
  ...['Công an tỉnh', 'Bộ Chỉ huy quân sự tỉnh', 'Tòa án nhân dân tỉnh', 'Viện Kiểm sát nhân dân tỉnh'],
  ...DEPARTMENTS.map((name) => `Sở ${name}`),
  ...['Các sở, ban, ngành của tỉnh', 'Ủy ban nhân dân các xã, phường', 'Các doanh nghiệp trên địa bàn tỉnh'],
  ...['Kho bạc Nhà nước khu vực', 'Thuế tỉnh Sơn La', 'Bảo hiểm xã hội tỉnh', 'Trung tâm Phục vụ hành chính công tỉnh'],
]
