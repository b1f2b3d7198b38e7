/** A file of rows, as it comes out of the reader. */

/** Why a file is not read at all. */
export type Reason = 'other' | 'old' | 'locked' | 'broken' | 'bomb' | 'rows' | 'empty'

export interface SheetFile {
  /** In the order of the file, those with words only. */
  sheets: Sheet[]
  /** Names of sheets that are hidden: nobody saw what is in them, so nothing of it is taken. */
  hidden: string[]
}

export interface Sheet {
  /** "" for a CSV file. */
  name: string
  rows: Row[]
  /** Rows that are hidden, by a filter for one: left out. */
  hiddenRows: number
}

export interface Row {
  /** As the spreadsheet counts them, from 1; of a CSV file the line. */
  number: number
  /** By column, from 0. Text as it is shown, trimmed at neither end; "" where nothing is. */
  cells: string[]
}

/** A cell whose formula failed, as Excel shows it: "#REF!". */
export const isErrorCell = (text: string): boolean =>
  ['#NULL!', '#DIV/0!', '#VALUE!', '#REF!', '#NAME?', '#NUM!', '#N/A'].includes(text)

/** A file that is refused, and why. */
export class Refusal extends Error {
  readonly reason: Reason
  constructor(reason: Reason) {
    super(reason)
    this.reason = reason
  }
}

/** The largest offices of a province have some thousand people. */
export const MOST_ROWS = 5_000
export const MOST_COLUMNS = 100
/** Longer than any name or office; the rest of such a cell is nobody's. */
export const MOST_CELL_LETTERS = 2_000
