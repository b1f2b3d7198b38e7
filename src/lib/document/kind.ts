/** What is known of a kind of document: the columns of the table in kinds.ts. */
import type { ClauseLevel } from './model.ts'

/** Mẫu of Phụ lục III; "phieu-trinh" has none there. */
export type Form = '1.1' | '1.2' | '1.4' | '1.5' | '1.6' | '1.7' | '1.8' | '1.9' | '1.10' | 'phieu-trinh'

/** A line of the body with which a new draft begins. */
export type SeedLine = readonly [type: 'basis' | 'formula' | 'paragraph' | ClauseLevel, text: string]

/** Whether a part belongs to this kind. */
export type Need = 'required' | 'optional' | 'none'

export interface SecondSigner {
  need: Exclude<Need, 'none'>
  /** What stands over the second name in a new draft; "" where the parties say it themselves. */
  capacity: string
  /** What the signer signs as, whatever his position; "" for his position. */
  signerCapacity: string
}

export interface Kind {
  name: string
  english: string
  /** Chữ viết tắt tên loại; null for công văn and thư công, which have none. */
  abbreviation: string | null
  form: Form
  /** "QĐ-UBND", or for an official letter "UBND-NC". */
  symbol: 'kind-agency' | 'agency-unit'
  /**
   * Ô 5a (name of the kind and subject, centred) or ô 5b ("V/v …" under the number). `sheet`: the name alone; the subject
   * stands below the addressees, "Vấn đề trình: …", above the box for the leader's words.
   */
  head: 'titled' | 'letter' | 'sheet'
  /**
   * A paper within the office: no Quốc hiệu, no number and no register, no seal. Its signer's signature completes it; then
   * the leaders read it, and those with a part in it.
   */
  isInternal: boolean
  subject: Need
  placeDate: Need
  bases: Need
  /** Line "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH …" above the căn cứ. */
  authority: Need
  /** The line between the căn cứ and the articles. */
  formula: string | null
  /** Kính gửi. */
  addressees: Need
  /**
   * Who signs beside the signer, on the left, by hand (Mẫu 1.9: thư ký beside chủ tọa); null where one person signs.
   */
  second: SecondSigner | null
  /** First lines of Nơi nhận in a new draft; "Lưu: …" is added. */
  recipients: readonly string[]
  /** Whether the content ends with "./." (every form of Phụ lục III except where the form shows none). */
  endsWithMark: boolean
  /** `articles`: Điều 1. / 1. / a).  `sections`: I. / 1. / a). */
  series: 'articles' | 'sections'
  /** Opening and closing formulas and the usual parts. */
  body: readonly SeedLine[]
}
