/** Ids of the styles that every Word file of ours has; what they look like: styles.ts. */
export const STYLE = {
  body: 'BodyText',
  parent: 'CoQuanChuQuan',
  agency: 'CoQuanBanHanh',
  country: 'QuocHieu',
  motto: 'TieuNgu',
  number: 'SoKyHieu',
  placeDate: 'DiaDanhThoiGian',
  letterSubject: 'TrichYeuCongVan',
  stamp: 'DauChiMucDo',
  name: 'Title',
  subject: 'Subtitle',
  addressed: 'KinhGui',
  basis: 'CanCu',
  /** The line of authority, and "QUYẾT ĐỊNH:". */
  authority: 'ThamQuyenBanHanh',
  cell: 'NoiDungBang',
  cellHead: 'DauBang',
  image: 'Hinh',
  receiversHead: 'NoiNhan',
  receivers: 'DanhSachNoiNhan',
  draftingMark: 'KyHieuSoanThao',
  capacity: 'QuyenHanChucVu',
  signer: 'HoTenNguoiKy',
  pointer: 'ChiDanKemTheo',
  contact: 'ThongTinLienHe',
  pageNumber: 'SoTrang',
  note: 'FootnoteText',
  rule: 'DuongKe',
  gap: 'KhoangCach',
} as const

/** Of an appendix, and of a document that this one puts into force. */
export const APPENDIX_STYLE = 'Heading1'
