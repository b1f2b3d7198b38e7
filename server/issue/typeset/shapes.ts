/** What passes between the program and the processes that set pages. */
import type { IssueMarks, PrintModel } from '../../../src/lib/document/model.ts'
import type { Offices } from '../../../src/lib/document/office.ts'

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
  /** A footnote of an earlier page goes on at its foot. */
  hasRest?: boolean
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

/** Where a page begins, in terms of the model that was set. */
export interface PageBreak {
  /** From 2. */
  page: number
  /** Place in `model.blocks` of what stands first on the page. */
  block: number
  /** Characters of the block's runs that stand on earlier pages; the label of a clause does not count. */
  offset: number
  /** Of a table: the first row on this page; 0 when the whole table begins here. */
  row: number
  /** Nothing begins on this page: it shows more of that row, or the signature block after that block. */
  goesOn: boolean
}

/** What stands first on a page, in terms of the text that people edit. */
export interface PageMark {
  /** As at the head of the page: the main part and every appendix count from 1. */
  number: number
  /** Place among the blocks of the body. */
  block: number
  /** Into the content of a textblock, as ProseMirror counts; 0 = the page begins with the whole block. */
  offset: number
  /** Of a table: its first row on this page. */
  row: number
  /** Nothing begins here: the page shows more of that row, or what follows that block. */
  goesOn: boolean
}

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
