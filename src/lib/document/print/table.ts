/** A table as a full rectangle: every exporter can set it, whatever two people's edits left of the grid. */
import { isHeading, leastWidthMm } from '../cell-words.ts'
import { readableTable } from '../grid.ts'
import { sheetWidthMm, TEXT_WIDTH_MM } from '../image.ts'
import type { BodyNode, PrintBlock, PrintCell } from '../model.ts'
import { columnWidths, span } from '../span.ts'

type PrintTable = Extract<PrintBlock, { type: 'table' }>

/** A cell of a table in its place of the grid. */
export interface Placed {
  row: number
  column: number
  colspan: number
  rowspan: number
  node: BodyNode
}

/** Null for a table without cells. One that is too large is printed as it can be read (grid.ts). `blocksOf` prints what stands in a cell. */
export function printTable(table: BodyNode, blocksOf: (cell: BodyNode) => PrintBlock[]): PrintTable | null {
  const { placed, taken } = place(readableTable(table).content ?? [])
  const width = taken.reduce((most, row) => Math.max(most, row.length), 0)
  if (width === 0) return null
  const byRow: Placed[][] = taken.map(() => [])
  for (const one of placed) byRow[one.row]?.push(one)
  const printed: PrintCell[][] = byRow.map((own, row) => {
    const cells = own.map(({ column, colspan, rowspan, node }) => {
      return { column, cell: { blocks: blocksOf(node), colspan, rowspan, isHeader: isHeading(node) } }
    })
    const isHeader = cells.length > 0 && cells.every(({ cell }) => cell.isHeader)
    for (let column = 0; column < width; column++) {
      if (!taken[row]?.[column]) cells.push({ column, cell: emptyCell(isHeader) })
    }
    return cells.sort((a, b) => a.column - b.column).map(({ cell }) => cell)
  })
  return {
    type: 'table',
    headerRows: headerRows(printed),
    columns: unbroken(fractions(placed, width), placed),
    rows: printed,
  }
}

/** Widths of the columns as fractions that add up to 1; empty for a table without cells. */
export function columnShares(table: BodyNode): number[] {
  return printTable(table, () => [])?.columns ?? []
}

function emptyCell(isHeader: boolean): PrintCell {
  return { blocks: [], colspan: 1, rowspan: 1, isHeader }
}

/** The cells of a table in their places, row by row; of one that is too large, as they are read (grid.ts). */
export function placedCells(table: BodyNode): Placed[] {
  return place(readableTable(table).content ?? []).placed
}

/** Puts each cell of a table within the bounds of grid.ts into the first free place of its row; a cell that would cover another becomes narrower. */
function place(rows: readonly BodyNode[]) {
  const taken: boolean[][] = rows.map(() => [])
  const placed: Placed[] = []
  for (const [row, { content = [] }] of rows.entries()) {
    let column = 0
    for (const node of content) {
      while (taken[row]?.[column]) column++
      const wanted = span(node.attrs?.colspan)
      let colspan = 1
      while (colspan < wanted && !taken[row]?.[column + colspan]) colspan++
      const rowspan = Math.min(span(node.attrs?.rowspan), rows.length - row)
      for (const line of taken.slice(row, row + rowspan)) {
        for (let at = column; at < column + colspan; at++) line[at] = true
      }
      placed.push({ row, column, colspan, rowspan, node })
      column += colspan
    }
  }
  return { placed, taken }
}

/** Rows at the top that hold headings only; they repeat on every page. A table of nothing but headings repeats none. */
function headerRows(rows: readonly PrintCell[][]): number {
  const first = rows.findIndex((cells) => cells.length === 0 || cells.some(({ isHeader }) => !isHeader))
  return first === -1 ? 0 : first
}

/** Column widths that add up to 1: as the cells say, or the average of those that do, or equal. */
function fractions(placed: readonly Placed[], width: number): number[] {
  const known: (number | undefined)[] = Array.from({ length: width })
  for (const { column, colspan, node } of placed) {
    const widths = columnWidths(node.attrs?.colwidth, colspan) ?? []
    for (const [offset, value] of widths.entries()) if (value > 0) known[column + offset] ??= value
  }
  const given = known.filter((value) => value !== undefined)
  const usual = given.length > 0 ? given.reduce((sum, value) => sum + value, 0) / given.length : 1
  const columns = known.map((value) => value ?? usual)
  const total = columns.reduce((sum, value) => sum + value, 0)
  return columns.map((value) => value / total)
}

/** What the widest column may be asked for, and the narrowest be raised to: no word is longer than this. */
const LONGEST_WORD_MM = TEXT_WIDTH_MM / 3

/** By column what its longest word needs, in millimetres. */
function longestWords(placed: readonly Placed[], columns: number): number[] {
  const leastMm = Array.from({ length: columns }, () => 0)
  for (const { column, colspan, node } of placed)
    if (colspan === 1) leastMm[column] = Math.max(leastMm[column] ?? 0, Math.min(leastWidthMm(node), LONGEST_WORD_MM))
  return leastMm
}

/** Whether words of a table are broken on a sheet of this width, however its columns are parted. */
export function breaksWords(table: BodyNode, roomMm: number): boolean {
  return longestWords(placedCells(table), 0).reduce((sum, mm) => sum + mm, 0) > roomMm
}

/**
 * Columns in which no word is broken, if the sheet has room for all of them: what is too narrow grows to its longest word,
 * and those that have more than they need give. The same on every sheet, so that a table that is wider than one that
 * stands upright is measured for one that lies across.
 */
function unbroken(columns: number[], placed: readonly Placed[]): number[] {
  const leastMm = longestWords(placed, columns.length)
  const total = leastMm.reduce((sum, mm) => sum + mm, 0)
  const roomMm = [TEXT_WIDTH_MM, sheetWidthMm(true)].find((mm) => mm >= total)
  if (roomMm === undefined) return columns
  const least = leastMm.map((mm) => mm / roomMm)
  const lacking = columns.map((share, at) => Math.max(0, (least[at] ?? 0) - share))
  const missing = lacking.reduce((sum, share) => sum + share, 0)
  if (missing === 0) return columns
  const spare = columns.map((share, at) => Math.max(0, share - (least[at] ?? 0)))
  const given = missing / spare.reduce((sum, share) => sum + share, 0)
  return columns.map((share, at) => share + (lacking[at] ?? 0) - (spare[at] ?? 0) * given)
}
