/** Cells that are pasted into a table: it grows, and what is merged there stays merged. */
import { Fragment, type Node, type NodeType, Slice } from '@tiptap/pm/model'
import { type EditorState, TextSelection, type Transaction } from '@tiptap/pm/state'
import { __pastedCells, cellAround, isInTable, selectedRect, TableMap } from '@tiptap/pm/tables'
import { MOST_COLUMNS } from '../../document/grid.ts'
import { canBeMeasured } from '../../document/table-measure.ts'

/** What stands in the way; nothing is changed then. `merged`: a cell there reaches out of the place that is needed. */
export type Refusal = 'merged' | 'large'

/** Where the first cell goes: a place in the grid of a table, which may lie below its last row. */
export interface Corner extends Place {
  top: number
  left: number
}

/** Where the selection is. */
export const selectedCorner = (state: EditorState): Corner | null => (isInTable(state) ? selectedRect(state) : null)

/** So many rows below the cell around a position; null where none is. */
export function cornerBelow({ doc }: EditorState, pos: number, rows: number): Corner | null {
  const $cell = cellAround(doc.resolve(pos))
  if (!$cell) return null
  const table = $cell.node(-1)
  const tableStart = $cell.start(-1)
  const map = TableMap.get(table)
  const { top, left } = map.findCell($cell.pos - tableStart)
  return { table, tableStart, map, top: top + rows, left }
}

/** Whether an area of this size has no room from the corner on, before anything is changed. */
export function refusalOf({ table, map, top, left }: Corner, width: number, height: number): Refusal | null {
  const area = { top, left, right: left + width, bottom: top + height }
  if (!canBeMeasured(table) || map.problems || isCut(map, area)) return 'merged'
  return Math.max(map.width, area.right) > MOST_COLUMNS ? 'large' : null
}

/**
 * Puts the cells of a slice where the selection is, the first one in the first cell. Null where no table is, or no cells
 * are pasted. (prosemirror-tables' own way ends in an exception when the last cell is merged.)
 */
export function putCells(
  state: EditorState,
  slice: Slice,
  corner = selectedCorner(state),
): Transaction | Refusal | null {
  if (!corner || slice.content.childCount === 0) return null
  const cells = __pastedCells(slice)
  if (!cells || cells.width === 0) return null
  const { map, table, tableStart, top, left } = corner
  const [right, bottom] = [left + cells.width, top + cells.height]
  const refusal = refusalOf(corner, cells.width, cells.height)
  if (refusal) return refusal
  const tr = state.tr
  grow(tr, { table, tableStart, map }, right, bottom)
  const grown = tr.doc.nodeAt(tableStart - 1)
  if (!grown || !canBeMeasured(grown)) return 'large'
  const wide = TableMap.get(grown)
  const typeAt = (row: number, column: number) => grown.nodeAt(wide.map[row * wide.width + column] ?? 0)?.type
  const rows = fitted(
    cells.rows,
    (row, column) => typeAt(top + row, left + column),
    columnWidths(grown, wide).slice(left),
  )
  // From the last row to the first: what is above keeps its place.
  for (let row = bottom - 1; row >= top; row--) {
    const [from, to] = [left, right].map((column) => tableStart + wide.positionAt(row, column, grown))
    tr.replace(from ?? 0, to, new Slice(rows[row - top] ?? Fragment.empty, 0, 0))
  }
  const result = tr.doc.nodeAt(tableStart - 1)
  if (!result || !canBeMeasured(result)) return 'large'
  const first = TableMap.get(result).positionAt(top, left, result)
  return tr.setSelection(TextSelection.near(tr.doc.resolve(tableStart + first + 1)))
}

interface Rect {
  top: number
  left: number
  right: number
  bottom: number
}

/** Whether a merged cell crosses an edge of the area. */
function isCut({ map, width, height }: TableMap, { top, left, right, bottom }: Rect): boolean {
  const at = (row: number, column: number) => map[row * width + column]
  const isAcross = (row: number, column: number, down: number, aside: number) =>
    row + down >= 0 && row + down < height && column + aside >= 0 && column + aside < width
      ? at(row, column) === at(row + down, column + aside)
      : false
  for (let row = top; row < Math.min(bottom, height); row++)
    if (isAcross(row, left, 0, -1) || (right < width && isAcross(row, right, 0, -1))) return true
  for (let column = left; column < Math.min(right, width); column++)
    if (isAcross(top, column, -1, 0) || (bottom < height && isAcross(bottom, column, -1, 0))) return true
  return false
}

interface Place {
  table: Node
  tableStart: number
  map: TableMap
}

/** Empty rows below and columns at the right, as many as are missing. */
function grow(tr: Transaction, { table, tableStart, map }: Place, right: number, bottom: number): void {
  const { tableCell, tableRow, textblock } = tr.doc.type.schema.nodes
  if (!tableCell || !tableRow || !textblock) return
  const blanks = (type: NodeType, count: number) =>
    Array.from({ length: Math.max(0, count) }, () =>
      type.create(null, textblock.create({ align: 'left', indent: false })),
    )
  const row = () => tableRow.create(null, blanks(tableCell, Math.max(map.width, right)))
  tr.insert(tableStart + table.content.size, Array.from({ length: Math.max(0, bottom - map.height) }, row))
  if (right <= map.width) return
  let end = tableStart + table.content.size
  for (const one of table.children.toReversed()) {
    tr.insert(end - 1, blanks(one.lastChild?.type ?? tableCell, right - map.width))
    end -= one.nodeSize
  }
}

/** The widths of a table's columns; null for a column without one. */
function columnWidths(table: Node, { map, width, height }: TableMap): (number | null)[] {
  const widths = Array.from({ length: width }, (): number | null => null)
  for (let at = 0; at < width * height; at++) {
    const attrs = table.nodeAt(map[at] ?? 0)?.attrs
    const told: unknown = attrs?.colwidth
    if (attrs?.colspan === 1 && Array.isArray(told) && typeof told[0] === 'number') widths[at % width] ??= told[0]
  }
  return widths
}

/** The rows with cells of the kind that stands there, as wide as the columns there. */
function fitted(
  rows: readonly Fragment[],
  typeAt: (row: number, column: number) => NodeType | undefined,
  widths: readonly (number | null)[],
): Fragment[] {
  /** By column, the first row in which it is free. */
  const freeFrom: number[] = []
  return rows.map((cells, row) => {
    let column = 0
    return Fragment.fromArray(
      cells.content.map((cell) => {
        while ((freeFrom[column] ?? 0) > row) column++
        const [colspan, rowspan] = [Number(cell.attrs.colspan), Number(cell.attrs.rowspan)]
        const own = widths.slice(column, column + colspan)
        const colwidth = own.every((width) => width !== null) ? own : null
        const type = typeAt(row, column) ?? cell.type
        for (const end = column + colspan; column < end; column++) freeFrom[column] = row + rowspan
        return type.create({ ...cell.attrs, colwidth }, cell.content)
      }),
    )
  })
}
