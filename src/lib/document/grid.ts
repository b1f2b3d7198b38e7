/**
 * The grid that the cells of a table make, and its bounds. Each span may be small and the grid still enormous: 50 rows of
 * one cell that covers 100 columns and 50 rows are 5,000 columns. Whoever reads, draws, prints or imports a table asks here
 * first; what is too large loses its merged cells, and keeps every word.
 */
import type { BodyNode } from './model.ts'
import { span } from './span.ts'

/** A sheet of A3 across has room for fewer. */
export const MOST_COLUMNS = 100
/** Rows × columns. The typesetter takes half a millisecond for each. */
const MOST_PLACES = 20_000

/** A long list whose every place has a cell of its own is as large as its text, and no larger. */
export function mostPlaces(rows: readonly (readonly unknown[])[]): number {
  return Math.max(MOST_PLACES, 2 * rows.reduce((cells, row) => cells + row.length, 0))
}

export interface Spans {
  colspan: number
  rowspan: number
}

/** Columns of the grid, each cell in the first free place of its row; null when it is too large. Linear in the places. */
export function gridWidth(rows: readonly (readonly Spans[])[]): number | null {
  /** By column, the first row in which it is free. */
  const freeFrom: number[] = []
  let width = 0
  for (const [row, cells] of rows.entries()) {
    const isFree = (column: number) => (freeFrom[column] ?? 0) <= row
    let column = 0
    for (const { colspan, rowspan } of cells) {
      while (!isFree(column)) column++
      let end = column + 1
      while (end < column + colspan && isFree(end)) end++
      if (end > MOST_COLUMNS) return null
      for (; column < end; column++) freeFrom[column] = row + rowspan
      width = Math.max(width, end)
    }
  }
  return width * rows.length > mostPlaces(rows) ? null : width
}

/** How many columns and rows a cell covers. */
export const spansOf = ({ attrs }: BodyNode): Spans => ({
  colspan: span(attrs?.colspan),
  rowspan: span(attrs?.rowspan),
})

/** Whether the grid of a table is beyond the bounds. */
export function isTooLarge(table: BodyNode): boolean {
  return gridWidth((table.content ?? []).map(({ content = [] }) => content.map(spansOf))) === null
}

/**
 * The cells of a grid that is too large, one place each: what stands beyond the last column stands in the last one's
 * cell. `alone` makes one cell that covers one place of those that are given.
 */
export function cutRows<Cell>(
  rows: readonly (readonly Cell[])[],
  alone: (cells: readonly [Cell, ...Cell[]]) => Cell,
): Cell[][] {
  const columns = Math.max(1, Math.min(MOST_COLUMNS, Math.floor(mostPlaces(rows) / rows.length)))
  return rows.map((cells) => {
    const [last, ...beyond] = cells.slice(columns - 1)
    const own = cells.slice(0, columns - 1).map((cell) => alone([cell]))
    return last === undefined ? own : [...own, alone([last, ...beyond])]
  })
}

/** The same table when its grid is within the bounds, else with its rows cut. */
export function readableTable(table: BodyNode): BodyNode {
  if (!isTooLarge(table)) return table
  const rows = table.content ?? []
  const cut = cutRows(
    rows.map(({ content = [] }) => content),
    aloneCell,
  )
  return { ...table, content: rows.map((row, at) => ({ ...row, content: cut[at] ?? [] })) }
}

function aloneCell([first, ...others]: readonly [BodyNode, ...BodyNode[]]): BodyNode {
  const content = [first, ...others].flatMap((cell) => cell.content ?? [])
  return { ...first, attrs: { ...first.attrs, colspan: 1, rowspan: 1, colwidth: null }, content }
}
