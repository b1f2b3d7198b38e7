/** How wide the columns of a table want to be, judged by the words in them: «TT» needs no third of the sheet. */
import { ATOM, inlineText } from './inline.ts'
import { isTooLarge } from './grid.ts'
import { imageAttributes, TEXT_WIDTH_MM } from './image.ts'
import { MEASURES } from './measures.ts'
import type { BodyNode } from './model.ts'
import { columnShares, isHeading, type Placed, placedCells } from './print/table.ts'

/** Widths are kept as parts of this. */
export const WHOLE = 1000

const { sizePt, insetXMm, strokePt } = MEASURES.table
const MM_PER_PT = 25.4 / 72
/** Insets and line, and a little more: letters are measured by their mean. */
const AROUND_MM = 2 * insetXMm + strokePt * MM_PER_PT + 1
/** Mean widths in Times New Roman, as shares of the size. A bold heading is wider. */
const LETTER = { capital: 0.7, digit: 0.5, mark: 0.3, other: 0.46 }
const BOLD = 1.06
/** Stands for a live reference, whose words are known only in its document: "khoản 2 Điều 5". */
const REFERENCE = 'x'.repeat(14)
const NARROWEST_IMAGE_MM = 10
/** A heading up to this width stands in one line, a longer one in two; «Số TT» always does. */
const HEADING_MM = 24
const NUMBERED_MM = 14

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
}

/** Shares of the columns by what is in them, adding up to 1. A sheet that lies across has more room. */
export function fittedShares(table: BodyNode, roomMm = TEXT_WIDTH_MM): number[] {
  const wishes = wishesOf(table, roomMm)
  const least = wishes.map((wish) => (wish.isNarrow ? wish.full : wish.least))
  const spare = roomMm - sum(least)
  if (spare <= 0) return shares(least)
  const more = wishes.map(({ full }, column) => full - (least[column] ?? 0))
  if (sum(more) > spare) return shares(least.map((width, column) => width + (spare * (more[column] ?? 0)) / sum(more)))
  const open = wishes.map((wish) => (wish.isNarrow ? 0 : wish.full))
  const left = roomMm - sum(wishes.map(({ full }) => full))
  if (sum(open) === 0) return shares(wishes.map(({ full }) => full))
  return shares(wishes.map(({ full }, column) => full + (left * (open[column] ?? 0)) / sum(open)))
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
  const wishes = columnShares(table).map((_, column) =>
    wishOf(
      cells.filter((cell) => cell.column === column && cell.colspan === 1),
      column,
      roomMm,
    ),
  )
  // What stands in a merged cell asks its columns together.
  for (const { column, colspan, node } of cells.filter((cell) => cell.colspan > 1)) {
    const open = wishes.slice(column, column + colspan).filter(({ isNarrow }) => !isNarrow)
    const missing =
      (leastOf(node) - sum(wishes.slice(column, column + colspan).map(({ least }) => least))) / open.length
    if (missing <= 0) continue
    for (const wish of open) {
      wish.least += missing
      wish.full = Math.max(wish.full, wish.least)
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
  const least = largest([AROUND_MM, ...cells.map(({ node }) => leastOf(node))])
  const full = largest([
    least,
    ...heads.map(({ node }) => headingOf(node, isNumbered ? NUMBERED_MM : HEADING_MM)),
    ...body.map(({ node }) => (isNarrow ? 0 : fullOf(node))),
  ])
  return { least, full: Math.min(full, Math.max(least, roomMm)), isNarrow }
}

const fullOf = (cell: BodyNode) =>
  widest(
    cell,
    (line) => [line],
    ({ widthMm }) => widthMm,
  )
const leastOf = (cell: BodyNode) =>
  widest(
    cell,
    (line) => line.split(/\s+/),
    () => NARROWEST_IMAGE_MM,
  )

function headingOf(cell: BodyNode, oneLineMm: number): number {
  const full = fullOf(cell)
  return full <= oneLineMm ? full : Math.max(oneLineMm, full / 2)
}

function widest(
  cell: BodyNode,
  parts: (line: string) => string[],
  image: (attrs: { widthMm: number }) => number,
): number {
  const bold = isHeading(cell) ? BOLD : 1
  const widths = (cell.content ?? []).flatMap((block) =>
    block.type === 'image'
      ? [image(imageAttributes(block.attrs ?? {}))]
      : linesIn(block)
          .flatMap(parts)
          .map((text) => widthOf(text) * bold),
  )
  return largest(widths) + AROUND_MM
}

function linesIn(block: BodyNode): string[] {
  const text = inlineText(block).replaceAll(ATOM, REFERENCE)
  return (block.type === 'listLine' ? `- ${text}` : text).split('\n')
}

const wordsOf = ({ content = [] }: BodyNode) => content.map(inlineText).join(' ').trim()

/** In millimetres, as the table is set. */
function widthOf(text: string): number {
  let ems = 0
  for (const letter of text) {
    if (/\d/.test(letter)) ems += LETTER.digit
    else if (/\p{Lu}/u.test(letter)) ems += LETTER.capital
    else ems += /\p{L}/u.test(letter) ? LETTER.other : LETTER.mark
  }
  return ems * sizePt * MM_PER_PT
}

/** Of any number of numbers: as arguments of a function a hundred thousand would be too many. */
const largest = (numbers: readonly number[]) => numbers.reduce((most, number) => Math.max(most, number), 0)

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)

function shares(widths: readonly number[]): number[] {
  const total = sum(widths)
  return widths.map((width) => width / total)
}
