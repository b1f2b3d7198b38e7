/** What passes between the program and the processes that set pages. */
import type { IssueMarks, PrintModel } from '../../../src/lib/document/model.ts'
import type { Offices } from '../../../src/lib/document/office.ts'
import type { PageMark } from './page-marks.ts'
import type { PageBreak } from './page-breaks.ts'

/** A rectangle as Typst knows it: points, origin at the top left. */
export interface Place {
  page: number
  x: number
  y: number
  width: number
  height: number
}

/** What stands first on a page, see breaks.typ. */
export interface FirstOfPage {
  page: number
  block: number
  byte?: number
  row?: number
  goesOn?: boolean
}

/** A page as an SVG, named by what it shows. Sizes in points. */
export interface Drawn {
  hash: string
  width: number
  height: number
  /** Null for one that is known already. */
  svg: string | null
}

/** A draft as it is stored, with what its office is called and, once it is frozen, its number, date and code. */
export interface StoredText {
  update: Uint8Array
  offices: Offices
  marks: IssueMarks
}

/** What is to be set. */
export type Manuscript = { model: PrintModel } | { text: StoredText }

/** Images that a document shows. All must be the draft's own; only the bytes of those that are `lacking` are sent. */
export interface Wanted {
  all: readonly string[]
  lacking: readonly string[]
}
/** Bytes by hash. */
export type Images = Map<string, Uint8Array>

/** How the pages of a document fall. */
export interface Paging {
  pages: number
  /** What stands first on page 2, 3 …, for page marks in the editor. */
  pageBreaks: PageBreak[]
}

/** A page as a picture; `bytes` is its SVG, gzipped, or null for one that is known already. Sizes in points. */
export interface Picture {
  hash: string
  width: number
  height: number
  bytes: Uint8Array | null
}

/** How a draft would be printed, in terms of what its editor shows. */
export interface Look {
  /** How many blocks the text has. */
  blocks: number
  pages: number
  marks: PageMark[]
  /** Null when nobody has asked for them. */
  pictures: Picture[] | null
}
