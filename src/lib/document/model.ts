/**
 * The shapes an official document takes on its way: what people edit (`Fields` and `Body`), what is frozen
 * (`OfficialDocument`), and what is printed (`PrintModel`), which both exporters and the page preview read.
 */
import type { KindId } from './kinds.ts'

/** Grows when an older client could no longer keep what a newer one writes; sent in the socket's handshake. */
export const SCHEMA_VERSION = 5

/**
 * `Y.Map 'fields'`. Text that several people may type at once is a `Y.Text` in the draft (subject, addressees,
 * recipients, capacity) and a string here; choices are plain values.
 */
export interface Fields {
  kind: KindId
  /** Tên cơ quan chủ quản, lines separated by "\n"; empty when there is none. */
  parentAgency: string
  /** Tên cơ quan ban hành, as printed, lines separated by "\n". */
  agency: string
  /** The agency in running text: "Ủy ban nhân dân tỉnh Sơn La". */
  agencyFullName: string
  /** Địa danh. */
  place: string
  /** Ký hiệu without the number: "QĐ-UBND", "UBND-NC". */
  symbol: string
  /** Trích yếu. */
  subject: string
  /** Thẩm quyền ban hành: "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH SƠN LA"; empty for kinds without it. */
  authority: string
  /** Kính gửi: one addressee a line; empty for kinds without it. */
  addressees: string
  /** Nơi nhận: one a line, without "- " and final ";" or ".". */
  recipients: string
  /** Ký hiệu người soạn thảo và số lượng bản (ô 12): "PL.(300)"; "" when it is not given. */
  draftingMark: string
  /** Địa chỉ, thư điện tử, trang thông tin, điện thoại (ô 13), lines separated by "\n"; "" when not given. */
  contact: string
  /** Quyền hạn, chức vụ của người ký, as printed: "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH". */
  capacity: string
  /** Of the second signer, who signs at the left: "THƯ KÝ"; "" where one person signs. */
  secondCapacity: string
  secondName: string
  /** User id of the signer; empty until chosen. */
  signerId: string
  signerName: string
  urgency: Urgency
  circulation: Circulation
  /** What a phiếu trình is called. */
  sheet: Sheet
  /** What the leader has said, in the box of a phiếu trình; "" leaves room for the hand. */
  leaderWords: string
  /** Text fields whose blanks or «names» are meant, one a line; its author has said so. */
  meantBlanks?: string | undefined
}

export type Urgency = 'none' | 'khan' | 'thuong-khan' | 'hoa-toc'
export type Sheet = 'cong-viec' | 'van-ban'
export type Circulation = 'none' | 'xem-xong-tra-lai' | 'luu-hanh-noi-bo'

/** The fields that are a `Y.Text` in the draft. */
export const TEXT_FIELDS = [
  'subject',
  'authority',
  'addressees',
  'leaderWords',
  'recipients',
  'draftingMark',
  'contact',
  'capacity',
  'secondCapacity',
  'secondName',
] as const
export type TextField = (typeof TEXT_FIELDS)[number]

/**
 * `decimal` is "1.1." and `sub-decimal` "1.1.1.": the decree leaves open how plans and reports are parted (Phụ lục I,
 * II.6.c), and half of them number so, between khoản and điểm.
 */
export type ClauseLevel = 'phan' | 'chuong' | 'muc' | 'tieu-muc' | 'dieu' | 'khoan' | 'decimal' | 'sub-decimal' | 'diem'

/** What a textblock is. */
export type BlockRole = 'paragraph' | 'basis' | 'formula' | 'clause' | 'listLine' | 'quote' | 'appendix'

/** A document's node as plain data, shaped like ProseMirror's JSON; `type` is a BlockRole or one of schema.ts. */
export interface BodyNode {
  type: string
  attrs?: Record<string, unknown>
  content?: BodyNode[]
  text?: string
  marks?: { type: string; attrs?: Record<string, unknown> }[]
}

/** What is frozen, signed and filed: plain data, NFC, canonical when stringified. */
export interface OfficialDocument {
  schemaVersion: number
  fields: Fields
  body: BodyNode
}

/** What the register and the clock add at finalization. Empty number and date print as blanks to be filled. */
export interface IssueMarks {
  number: number | null
  /** "a" of "12a", a number by decision. */
  suffix?: string | undefined
  /** Calendar date in Asia/Ho_Chi_Minh, yyyy-MM-dd. */
  date: string | null
  verify: { code: string; url: string } | null
}

export interface Run {
  /** A forced line end is "\n". */
  text: string
  bold?: boolean
  italic?: boolean
  underline?: boolean
  strike?: boolean
  script?: 'sub' | 'super'
  /** Text of a footnote whose mark stands right after this run; exporters number footnotes themselves. */
  footnote?: string
  /** Of a text that is read for its suggestions (suggest/readings.ts): what is known of these words. */
  tag?: number
}

export type Alignment = 'left' | 'center' | 'right' | 'justify'

/** `tag`: as of a run, of the block itself. */
export type PrintBlock = { tag?: number } & (
  | { type: 'paragraph'; runs: Run[]; align: Alignment; indent: boolean }
  | { type: 'basis'; runs: Run[] }
  /** "QUYẾT ĐỊNH:" and the like, centred and bold. */
  | { type: 'formula'; text: string }
  /**
   * `label` is complete: "Chương I", "Điều 1.", "1.", "a)". `isCentred`: label and title on lines of their own, centred
   * (Chương I / QUY ĐỊNH CHUNG); otherwise the title follows its label on one line. `isTitled`: the text of a mục, điều
   * or khoản is a title (bold; upper case for "I."), not a sentence of its own.
   */
  | { type: 'clause'; level: ClauseLevel; label: string; runs: Run[]; isTitled: boolean; isCentred: boolean }
  /**
   * Starts a new page and a page count of its own: "Phụ lục I", its title, and the line that points to the document.
   * `isAttached`: the letterhead without number and date instead of the label, which is "".
   */
  | { type: 'appendix'; label: string; runs: Run[]; pointer: string; isLandscape: boolean; isAttached: boolean }
  | { type: 'table'; headerRows: number; /** fractions that add up to 1 */ columns: number[]; rows: PrintCell[][] }
  /** `ratio`: height by width. */
  | { type: 'image'; hash: string; widthMm: number; ratio: number; alt: string }
  | { type: 'page-break' }
)

export interface PrintCell {
  blocks: PrintBlock[]
  colspan: number
  rowspan: number
  isHeader: boolean
}

export interface Signature {
  capacity: string[]
  name: string
}

/** A document with every word resolved: exporters only set it, they decide nothing about its text. */
export interface PrintModel {
  kind: KindId
  language: 'vi'
  /** Day of issue, yyyy-MM-dd; null before it is known. */
  date: string | null
  letterhead: {
    parent: string[]
    agency: string[]
    /** "", as its motto and number, on a paper within the office. */
    country: string
    motto: string
    /** "Số: 15/QĐ-UBND", or with a gap for the number before it is given. */
    number: string
    /** "Sơn La, ngày 05 tháng 01 năm 2026"; "" for kinds without it (biên bản). */
    placeDate: string
  }
  /** As printed in the frame: "HỎA TỐC", "LƯU HÀNH NỘI BỘ". */
  urgency: string | null
  circulation: string | null
  /** Ô 5a: name of the kind in upper case, and subject ("" for kinds without one). Null for an official letter. */
  title: { name: string; subject: string } | null
  /** Ô 5b: "V/v …". */
  letterSubject: string | null
  /** In front of the addressees when it is not "Kính gửi:": "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH SƠN LA điện:". */
  addressLead?: string
  /** Ô 9a: one addressee as it is, or several, each with its "- " and ending. */
  addressees: string[]
  authority: string | null
  /** Of a phiếu trình: what it is about, and the leader's words in their box, line by line. */
  sheet?: { about: string; words: string[] }
  blocks: PrintBlock[]
  signature: Signature
  /** Stands level with `signature`, at its left; the recipients then go below it. Null where one person signs. */
  second: Signature | null
  /** Ô 9b, each line with its "- " and ending, "- Lưu: …" last. */
  recipients: string[]
  /** Ô 12; "" for none. */
  draftingMark: string
  /** Ô 13, at the foot of page 1. */
  contact: string[]
  verify: { code: string; url: string } | null
}
