/**
 * The editor measures a table (prosemirror-tables' TableMap) wherever a caret, a selection or a paste meets one. With spans
 * that are no numbers it would never end, with many large ones it takes minutes and gigabytes: of such a table the cells
 * are measured, and drawn, as if none were merged, until somebody acts in it and it is mended so. A cell's attributes do
 * not change how long it is, so that every position in the map is one of the table itself.
 */
import { type Attrs, Fragment, type Node } from '@tiptap/pm/model'
import { TableMap } from '@tiptap/pm/tables'
import { gridWidth } from './grid.ts'
import { isSpan } from './span.ts'

/** Whether two tables have the same cells in the same places, whatever stands in them: what follows from the grid stays. */
export function hasSameGrid(one: Node, other: Node): boolean {
  return (
    one.childCount === other.childCount &&
    one.children.every((row, at) => {
      const beside = other.child(at)
      return (
        row === beside ||
        (row.childCount === beside.childCount && row.children.every((cell, at) => cell.sameMarkup(beside.child(at))))
      )
    })
  )
}

/** Nodes never change: each is looked at once. */
const known = new WeakMap<Node, boolean>()

/** Whether every span is a number, and the grid within its bounds. */
export function canBeMeasured(table: Node): boolean {
  const isFine = known.get(table) ?? areSpansFine(table)
  known.set(table, isFine)
  return isFine
}

/** Whether the grid would be too large even if no cell were merged: rows of very different lengths. */
export function isTooRagged(table: Node): boolean {
  return gridWidth(table.children.map((row) => row.children.map(() => ({ colspan: 1, rowspan: 1 })))) === null
}

function areSpansFine(table: Node): boolean {
  const rows = table.children.map(({ children }) => children.map(({ attrs }) => attrs))
  const isEachSpan = rows.every((cells) => cells.every((cell) => isSpan(cell.colspan) && isSpan(cell.rowspan)))
  return isEachSpan && gridWidth(rows.map((cells) => cells.map(spansOf))) !== null
}

const spansOf = ({ colspan, rowspan }: Attrs) => ({ colspan: Number(colspan), rowspan: Number(rowspan) })

const maps = new WeakMap<Node, TableMap>()
const measure = TableMap.get.bind(TableMap)

TableMap.get = (table) => {
  if (canBeMeasured(table)) return measure(table)
  const map = maps.get(table) ?? (isTooRagged(table) ? columnOf(table) : measure(withoutSpans(table)))
  maps.set(table, map)
  return map
}

function withoutSpans(table: Node): Node {
  const alone = (cell: Node) =>
    cell.type.create({ ...cell.attrs, colspan: 1, rowspan: 1, colwidth: null }, cell.content, cell.marks)
  return table.copy(
    Fragment.fromArray(table.children.map((row) => row.copy(Fragment.fromArray(row.children.map(alone))))),
  )
}

/** All cells below one another: a caret can stand in each, and that is all there is to do in such a table. */
function columnOf(table: Node): TableMap {
  const cells: number[] = []
  table.forEach((row, offset) => row.forEach((_, inner) => cells.push(offset + 1 + inner)))
  return new TableMap(1, cells.length, cells, null)
}
