/** What makes a broken table a rectangle again. Each step gives the same result from the same table on every replica. */
import type { Node } from '@tiptap/pm/model'
import type { EditorState, Transaction } from '@tiptap/pm/state'
import { fixTables, TableMap } from '@tiptap/pm/tables'
import { isSpan } from './span.ts'
import { canBeMeasured, hasSameGrid, isTooRagged } from './table-measure.ts'

export interface Found {
  node: Node
  pos: number
}

function tablesOf(doc: Node): Found[] {
  const found: Found[] = []
  doc.forEach((node, pos) => {
    if (node.type.name === 'table') found.push({ node, pos })
  })
  return found
}

const isCell = (node: Node) => node.type.name === 'tableCell' || node.type.name === 'tableHeader'

/** Known-whole tables: nodes never change, so each is measured once. */
const whole = new WeakSet<Node>()

/** `before`: the same table before a change; with its grid as it was, only the cells that changed are looked at. */
export function isBroken(table: Node, before?: Node): boolean {
  if (whole.has(table)) return false
  if (before && whole.has(before) && hasSameGrid(before, table) && hasLines(before, table)) {
    whole.add(table)
    return false
  }
  const cells = cellsOf(table)
  const isWhole = canBeMeasured(table) && cells.every(({ node }) => hasLine(node)) && !TableMap.get(table).problems
  if (isWhole) whole.add(table)
  return !isWhole
}

/** In a cell with images alone nobody could write. */
const hasLine = (cell: Node) => cell.children.some(({ isTextblock }) => isTextblock)

/** Whether every cell of the rows that are others than before can be written into. */
function hasLines(before: Node, table: Node): boolean {
  return table.children.every((row, at) => row === before.child(at) || row.children.every(hasLine))
}

/** Cells with their positions relative to the table's content. */
function cellsOf(table: Node): Found[] {
  const cells: Found[] = []
  table.descendants((node, pos) => {
    if (isCell(node)) cells.push({ node, pos })
    return !isCell(node)
  })
  return cells
}

/** Merged cells that are split cell by cell, so that nobody's typing is lost. Of more the checker makes a new table. */
const MOST_SPLIT = 2_000

/** Spans that are no numbers would let the grid's measuring run away: they become 1, as all do where the grid is too large. */
export function mendSpans(state: EditorState): Transaction | undefined {
  const tr = state.tr
  for (const { node: table, pos } of tablesOf(state.doc)) {
    const isEachSpan = cellsOf(table).every(({ node: { attrs } }) => isSpan(attrs.colspan) && isSpan(attrs.rowspan))
    if (isEachSpan && !canBeMeasured(table)) {
      const merged = cellsOf(table).filter(({ node: { attrs } }) => attrs.colspan !== 1 || attrs.rowspan !== 1)
      if (merged.length <= MOST_SPLIT) for (const { node, pos: offset } of merged) splitCell(tr, pos + 1 + offset, node)
      continue
    }
    for (const { node, pos: offset } of cellsOf(table)) {
      if (!isSpan(node.attrs.colspan)) tr.setNodeAttribute(pos + 1 + offset, 'colspan', 1)
      if (!isSpan(node.attrs.rowspan)) tr.setNodeAttribute(pos + 1 + offset, 'rowspan', 1)
    }
  }
  return tr.docChanged ? tr : undefined
}

function splitCell(tr: Transaction, pos: number, { attrs }: Node): void {
  tr.setNodeMarkup(pos, null, { ...attrs, colspan: 1, rowspan: 1, colwidth: null })
}

/**
 * Merged cells that reach over one another are split again. prosemirror-tables would narrow the one that came later and
 * count the cells that are then missing once for every row it covers: two merges at once made nine columns a hundred.
 */
export function splitOverlapping(state: EditorState): Transaction | undefined {
  const tr = state.tr
  for (const { node: table, pos } of tablesOf(state.doc)) {
    const problems = TableMap.get(table).problems ?? []
    const overlapping = new Set(problems.flatMap((problem) => (problem.type === 'collision' ? [problem.pos] : [])))
    for (const at of overlapping) {
      const cell = table.nodeAt(at)
      if (cell) splitCell(tr, pos + 1 + at, cell)
    }
  }
  return tr.docChanged ? tr : undefined
}

/** prosemirror-tables' own mending of the grid, unless that would fill it with cells beyond number, and a paragraph into every cell without one. */
export function mendGrid(state: EditorState): Transaction {
  const isFillable = tablesOf(state.doc).every(({ node }) => !isTooRagged(node))
  const tr = (isFillable ? fixTables(state) : undefined) ?? state.tr
  const line = state.schema.nodes.textblock
  if (!line) return tr
  const ends = tablesOf(tr.doc).flatMap(({ node: table, pos }) =>
    cellsOf(table).flatMap((cell) => (hasLine(cell.node) ? [] : [pos + 1 + cell.pos + 1 + cell.node.content.size])),
  )
  for (const at of ends.reverse()) tr.insert(at, line.create())
  return tr
}
