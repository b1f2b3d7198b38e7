/** What the worker makes of a Word file: its words in reading order, with the looks an official document may keep. */

/** Why a file is refused. The sentence for each stands in the messages under `common_fault_word_<reason>`. */
export type Reason =
  /** No Word file at all: another format, an empty file. */
  | 'other'
  /** Word 97–2003 (.doc). */
  | 'old'
  /** Protected by a password. */
  | 'locked'
  /** Damaged: the zip or the XML in it cannot be read. */
  | 'broken'
  | 'macros'
  /** Larger unpacked than any document of an office, or made to exhaust the reader. */
  | 'bomb'
  /** Could not be read within the time. */
  | 'slow'
  /** No words in it. */
  | 'empty'

export interface WordRun {
  text: string
  /** The font these letters are set in; decides the encoding of old Vietnamese fonts. */
  font: string
  bold?: boolean
  italic?: boolean
  underline?: boolean
  strike?: boolean
  script?: 'sub' | 'super'
  /** Shown in capitals. */
  caps?: boolean
}

export type WordInline = WordRun | { break: true } | { footnote: WordRun[] }

export interface WordParagraph {
  is: 'paragraph'
  /** As Word shows it: "Điều 1.", "a)", or the sign of a bullet; "" without automatic numbering. */
  label: string
  isBullet: boolean
  content: WordInline[]
  align: 'left' | 'center' | 'right' | 'justify' | ''
  /** Words of each text box that is anchored here; a draft has no place for them, but one may be a stamp. */
  boxes?: WordRun[][]
}

export interface WordCell {
  blocks: WordBlock[]
  colspan: number
  rowspan: number
}

export interface WordTable {
  is: 'table'
  rows: { isHeader: boolean; cells: WordCell[] }[]
  /** Of each column, in twentieths of a point. */
  widths: number[]
  hasBorders: boolean
}

/** An image of the text or of a cell, not of a header, a note or a text box. */
export interface WordImage {
  is: 'image'
  /** Its path in the package; "" for one of another format than PNG and JPEG. */
  path: string
  /** 0, or no number, where the file does not say. */
  widthMm: number
  /** What is to be seen, as its writer has said it. */
  alt: string
}

/** A section's paper is known at its end: `section` closes everything since the last one. */
export type WordBlock =
  | WordParagraph
  | WordTable
  | WordImage
  | { is: 'pageBreak' }
  | { is: 'section'; isLandscape: boolean; startsPage: boolean }

/** Whose tracked changes are read as accepted: everybody's, or those of these people for good, and of one to see what they suggest. */
export type Reading = 'all' | { accepted: ReadonlySet<string>; trying: ReadonlySet<string> }

export interface WordComment {
  author: string
  /** The place in the list of the one that it answers. */
  answers: number | null
  isSettled: boolean
  /** As the file says it, or "". */
  date: string
  content: WordRun[]
  /** The passage it was about. */
  quote: WordRun[]
}

/** What was changed with "Track Changes" on, by one person. */
export interface WordChange {
  /** `undone`: put in and taken out again by the same person. */
  is: 'inserted' | 'deleted' | 'moved' | 'formatted' | 'undone'
  author: string
  count: number
  examples: WordRun[][]
}

/** One tracked change as it stands in the file. */
export interface WordRevision {
  author: string
  /** As the file says it, or "". */
  date: string
  /** Its beginning; "" for a look or a form. */
  words: string
  /** Why no suggestion can say it: it stands in the new words of another, or is about the grid of a table or the paper. */
  cannot: 'nested' | 'layout' | null
  /** What it does, and of one that is nested whose new words it stands in. */
  does: 'put' | 'gone' | 'look'
  host: string | null
}

/** Things a draft has no place for. */
export type Lost =
  /** In a header, a footer, a note or a text box. */
  | 'image'
  | 'shape'
  | 'textBox'
  | 'object'
  | 'chart'
  | 'header'
  | 'footer'
  | 'hidden'
  | 'contents'
  | 'symbol'
  | 'embedded'
  | 'link'
  /** Words set from right to left: they are kept, in their own order. */
  | 'turned'
  /** A template or an object outside the file: nothing is fetched. */
  | 'template'
  | 'elsewhere'
  /** Stands in the code of a field, which Word does not show either. */
  | 'field'
  /** Stands where the reader does not look for words. */
  | 'unread'

export interface WordLoss {
  what: Lost
  count: number
  /** Its words, where it has some. */
  examples: WordRun[][]
}

export interface WordFile {
  blocks: WordBlock[]
  /** Bytes by path; without those that are too large to be taken. */
  images: Map<string, Uint8Array>
  comments: WordComment[]
  changes: WordChange[]
  lost: WordLoss[]
  /** Looks that a draft gives by itself: the fonts by name, the others by how often. */
  looks: { fonts: string[]; colours: number; highlights: number }
  /** Taken as footnotes. */
  endnotes: number
  /** Tables in tables, taken as lines. */
  nestedTables: number
  /** How many words are named among what is lost and deleted. */
  leftWords: number
  /** Of these, those that somebody has deleted. */
  deletedWords: number
  revisions: WordRevision[]
  /** What was put in and stands in another reading only, by its author: words by their place in the file, the same in each reading. */
  waiting: ReadonlyMap<string, ReadonlyMap<number, string>>
  /** Places of what was put in and stands in this one. */
  arrived: ReadonlySet<number>
  /** Letters that were read and got lost on the way: 0 unless the reader is at fault. */
  astray: number
}
