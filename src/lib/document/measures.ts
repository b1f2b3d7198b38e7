/**
 * How large everything on the page is: the one table that the screen, the PDF and the Word file are set from.
 * Sizes and ranges: Decree 30/2020, appendix I, parts I and V; where it leaves a range, the size of its own examples.
 * Millimetres (Mm) and points (Pt, 1/72 inch).
 */
export const MEASURES = {
  page: { widthMm: 210, heightMm: 297, topMm: 20, bottomMm: 20, leftMm: 30, rightMm: 15 },
  /** The em box of Tinos (and of Times New Roman, whose measures it shares), as fractions of the size. */
  face: { ascent: 1825 / 2048, descent: 443 / 2048, single: 2355 / 2048 },
  body: { sizePt: 14, linePt: 18, gapPt: 6, indentMm: 10 },
  /** Agency at the left, country and motto at the right; the signature block stands in the same two columns. */
  columns: { leftMm: 72, rightMm: 93 },
  letterhead: {
    parentPt: 12,
    agencyPt: 12,
    countryPt: 12,
    mottoPt: 13,
    numberPt: 13,
    placeDatePt: 13,
    letterSubjectPt: 12,
    /** Narrower than its column, so that it never runs into the country's. */
    letterSubjectWidthMm: 64,
  },
  title: { sizePt: 14, widthMm: 145 },
  /** Length of the line below, as a share of the text's: a third to a half. */
  rule: { thicknessPt: 0.75, agencyShare: 0.45, subjectShare: 0.35 },
  table: { sizePt: 13, linePt: 16, insetXMm: 1.5, insetYMm: 1, strokePt: 0.5 },
  closing: { headPt: 12, listPt: 11, sizePt: 14 },
  /** Room between capacity and name; the seal's true diameter for provincial bodies. */
  signature: { widthMm: 45, heightMm: 22, roomMm: 28, sealMm: 36 },
  stamp: { sizePt: 13, heightMm: 8, widthMm: { 'HỎA TỐC': 30, 'THƯỢNG KHẨN': 40, KHẨN: 20 } },
  /** Ô 12 and 13. */
  draftingMark: { sizePt: 11 },
  contact: { sizePt: 11 },
  footnote: { sizePt: 11 },
  checkMark: { sizePt: 8, pictureMm: 12 },
  /** Addressees keep a margin of their own, so that the block stands centred on the page. */
  addressees: { widthMm: 140 },
  /** The box for the leader's words on a phiếu trình: as high as a hand needs. */
  sheet: { boxMm: 40, insetMm: 3 },
  /** Mẫu 1.6: below the centred "… điện:", those who receive it begin a third of the line in. */
  telegram: { leftMm: 55, widthMm: 90 },
  pageNumber: { sizePt: 14 },
  /** Sổ đăng ký văn bản đi on a sheet that lies on its long side: its ten columns are as wide as the sheet between the margins. */
  register: {
    sizePt: 10,
    ...{ topMm: 18, bottomMm: 16, leftMm: 20, rightMm: 12 },
    columnsMm: [30, 20, 50, 28, 38, 19, 13, 20, 17, 30],
  },
} as const
