/** How wide the columns of a table want to be, judged by the words in them: «TT» needs no third of the sheet. */
import { AROUND_MM, fullWidthMm, isHeading, largest, leastWidthMm, widthInLinesMm } from './cell-words.ts'
import { isTooLarge } from './grid.ts'
import { TEXT_WIDTH_MM } from './image.ts'
import { inlineText } from './inline.ts'
import type { BodyNode } from './model.ts'
import { type Placed, placedCells } from './print/table.ts'

/** Widths are kept as parts of this. */
export const WHOLE = 1000

/** A heading up to this width stands in one line, a longer one in two; «Số TT» always does. */
const HEADING_MM = 24
const NUMBERED_MM = 14
/** A heading may take so many lines more than the words below it. */
const HEADING_LINES_MORE = 2
/** Where room is scarce: beyond so many lines a column gets what its longest word needs. */
const MOST_LINES = 12
/** Little text is what stands in two lines on such a share of the sheet. */
const EASY_SHARE = 1 / 4
/** Of each column the longest cells: they are what takes the lines. */
const MOST_FOLDED = 24
/** No word is longer than this share of a sheet: what is, is an address or a number, and may be broken. */
const LONGEST_WORD_SHARE = 1 / 3

const NUMBERED = /^(?:S?TT|số\s+TT|(?:số\s+)?thứ\s+tự)\.?$/iu
/** "1", "01.", "2.1", "12,5", "IV". */
const SHORT_NUMBER = /^(?:\d{1,4}(?:[.,]\d{1,2}){0,2}|[IVXL]{1,5})[.)]?$/

interface Wish {
  /** Below this a word would be broken. */
  least: number
  /** All of it in one line. */
  full: number
  /** A column of numbers keeps what it needs, and leaves the rest to the words. */
  isNarrow: boolean
  /** Its heading as it likes to stand, its words in two lines. */
  easy: number
  /** What it takes to have no more than so many lines. */
  inLines: (lines: number) => number
}

/**
 * Shares of the columns by what is in them, adding up to 1. A sheet that lies across has more room. Where all has its room
 * the words get what is left; else each column folds its words into as few lines as all can have alike.
 */
export function fittedShares(table: BodyNode, roomMm = TEXT_WIDTH_MM): number[] {
  const wishes = wishesOf(table, roomMm)
  const full = wishes.map((wish) => wish.full)
  const left = roomMm - sum(full)
  if (left >= 0) {
    const open = wishes.map((wish) => (wish.isNarrow ? 0 : wish.full))
    if (sum(open) === 0) return shares(full)
    return shares(full.map((width, column) => width + (left * (open[column] ?? 0)) / sum(open)))
  }
  const base = foldedWidths(wishes, roomMm)
  const spare = roomMm - sum(base)
  const more = full.map((width, column) => Math.max(0, width - (base[column] ?? 0)))
  if (spare <= 0 || sum(more) === 0) return shares(base)
  return shares(base.map((width, column) => width + (spare * (more[column] ?? 0)) / sum(more)))
}

/** First with the columns of little text at their ease, and if there is no room for that, all folded alike. */
function foldedWidths(wishes: readonly Wish[], roomMm: number): number[] {
  for (const easyMm of [roomMm * EASY_SHARE, 0])
    for (let lines = 1; lines <= MOST_LINES; lines++) {
      const widths = wishes.map(({ easy, inLines }) => (easy <= easyMm ? easy : inLines(lines)))
      if (sum(widths) <= roomMm) return widths
    }
  return wishes.map(({ least }) => least)
}

/**
 * A table from elsewhere that tells no widths: its columns of numbers become narrow, the others stay as wide as each
 * other. One whose widths are told, or that has no such column, stays as it is.
 */
export function narrowed(table: BodyNode): BodyNode {
  const cells = placedCells(table)
  if (isTooLarge(table) || cells.some(({ node }) => Array.isArray(node.attrs?.colwidth))) return table
  const wishes = wishesOf(table, TEXT_WIDTH_MM)
  const equal = TEXT_WIDTH_MM / wishes.length
  const known = wishes.map(({ isNarrow, full }) => (isNarrow && full < equal ? full : 0))
  const others = known.filter((width) => width === 0).length
  if (others === 0 || others === known.length) return table
  const rest = (TEXT_WIDTH_MM - sum(known)) / others
  const widths = shares(known.map((width) => width || rest)).map((share) => Math.round(share * WHOLE))
  const own = new Map(cells.map(({ node, column, colspan }) => [node, widths.slice(column, column + colspan)]))
  return {
    ...table,
    content: (table.content ?? []).map((row) => ({
      ...row,
      content: (row.content ?? []).map((cell) => ({ ...cell, attrs: { ...cell.attrs, colwidth: own.get(cell) } })),
    })),
  }
}

function wishesOf(table: BodyNode, roomMm: number): Wish[] {
  const cells = placedCells(table)
  const width = cells.reduce((most, { column, colspan }) => Math.max(most, column + colspan), 0)
  const columns = Array.from({ length: width }, (): Placed[] => [])
  for (const cell of cells) if (cell.colspan === 1) columns[cell.column]?.push(cell)
  const wishes = columns.map((own, column) => wishOf(own, column, roomMm))
  // What stands in a merged cell asks its columns together.
  for (const { column, colspan, node } of cells.filter((cell) => cell.colspan > 1)) {
    const open = wishes.slice(column, column + colspan).filter(({ isNarrow }) => !isNarrow)
    const missing =
      (leastWidthMm(node) - sum(wishes.slice(column, column + colspan).map(({ least }) => least))) / open.length
    if (missing <= 0) continue
    for (const wish of open) {
      const { inLines } = wish
      const least = wish.least + missing
      wish.least = least
      wish.full = Math.max(wish.full, least)
      wish.easy = Math.max(wish.easy, least)
      wish.inLines = (lines) => Math.max(least, inLines(lines))
    }
  }
  return wishes
}

function wishOf(cells: readonly Placed[], column: number, roomMm: number): Wish {
  const hasHeads = cells.some(({ node }) => isHeading(node))
  const isHead = ({ row, node }: Placed) => (hasHeads ? isHeading(node) : row === 0)
  const words = (list: readonly Placed[]) => list.map(({ node }) => wordsOf(node)).filter((text) => text !== '')
  const heads = cells.filter(isHead)
  const body = cells.filter((cell) => !isHead(cell))
  const isNumbered = column === 0 && words(heads).some((text) => NUMBERED.test(text))
  const numbers = words(body)
  const isNarrow = isNumbered || (numbers.length > 0 && numbers.every((text) => SHORT_NUMBER.test(text)))
  const least = Math.min(
    largest([AROUND_MM, ...cells.map(({ node }) => leastWidthMm(node))]),
    roomMm * LONGEST_WORD_SHARE,
  )
  const full = largest([
    least,
    ...heads.map(({ node }) => headingOf(node, isNumbered ? NUMBERED_MM : HEADING_MM)),
    ...body.map(({ node }) => (isNarrow ? 0 : fullWidthMm(node))),
  ])
  const longest = body.map(({ node }) => node).toSorted((one, other) => fullWidthMm(other) - fullWidthMm(one))
  const inLines = (lines: number) =>
    Math.min(
      roomMm,
      largest([
        least,
        ...heads.map(({ node }) => widthInLinesMm(node, lines + HEADING_LINES_MORE)),
        ...longest.slice(0, MOST_FOLDED).map((node) => widthInLinesMm(node, isNarrow ? 1 : lines)),
      ]),
    )
  const easy = largest([
    least,
    ...heads.map(({ node }) => headingOf(node, isNumbered ? NUMBERED_MM : HEADING_MM)),
    ...longest.slice(0, MOST_FOLDED).map((node) => widthInLinesMm(node, isNarrow ? 1 : 2)),
  ])
  return { least, full: Math.min(full, Math.max(least, roomMm)), isNarrow, easy, inLines }
}

function headingOf(cell: BodyNode, oneLineMm: number): number {
  const full = fullWidthMm(cell)
  return full <= oneLineMm ? full : Math.max(oneLineMm, full / 2)
}

const wordsOf = ({ content = [] }: BodyNode) => content.map(inlineText).join(' ').trim()

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)

function shares(widths: readonly number[]): number[] {
  const total = sum(widths)
  return widths.map((width) => width / total)
}
