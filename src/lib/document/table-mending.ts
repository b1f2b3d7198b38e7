/** What makes a broken table a rectangle again. Each step gives the same result from the same table on every replica. */
import type { Node } from '@tiptap/pm/model'
import type { EditorState, Transaction } from '@tiptap/pm/state'
import { fixTables, TableMap } from '@tiptap/pm/tables'
import { MAX_SPAN } from './nodes/span.ts'

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
const isSpan = (value: unknown) =>
  typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= MAX_SPAN

/** Known-whole tables: nodes never change, so each is measured once. */
const whole = new WeakSet<Node>()

export function isBroken(table: Node): boolean {
  if (whole.has(table)) return false
  const cells = cellsOf(table)
  const isWhole = cells.every(({ node }) => hasLine(node) && !hasWrongSpan(node)) && !TableMap.get(table).problems
  if (isWhole) whole.add(table)
  return !isWhole
}

/** In a cell with images alone nobody could write. */
const hasLine = (cell: Node) => cell.children.some(({ isTextblock }) => isTextblock)

function hasWrongSpan({ attrs }: Node): boolean {
  return !isSpan(attrs.colspan) || !isSpan(attrs.rowspan)
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

/** Spans that are no numbers would let the grid's measuring run away: they become 1. */
export function mendSpans(state: EditorState): Transaction | undefined {
  const tr = state.tr
  for (const { node: table, pos } of tablesOf(state.doc)) {
    for (const { node, pos: offset } of cellsOf(table)) {
      if (!isSpan(node.attrs.colspan)) tr.setNodeAttribute(pos + 1 + offset, 'colspan', 1)
      if (!isSpan(node.attrs.rowspan)) tr.setNodeAttribute(pos + 1 + offset, 'rowspan', 1)
    }
  }
  return tr.docChanged ? tr : undefined
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
      if (cell) tr.setNodeMarkup(pos + 1 + at, null, { ...cell.attrs, colspan: 1, rowspan: 1, colwidth: null })
    }
  }
  return tr.docChanged ? tr : undefined
}

/** prosemirror-tables' own mending of the grid, and a paragraph into every cell without one. */
export function mendGrid(state: EditorState): Transaction {
  const tr = fixTables(state) ?? state.tr
  const line = state.schema.nodes.textblock
  if (!line) return tr
  const ends = tablesOf(tr.doc).flatMap(({ node: table, pos }) =>
    cellsOf(table).flatMap((cell) => (hasLine(cell.node) ? [] : [pos + 1 + cell.pos + 1 + cell.node.content.size])),
  )
  for (const at of ends.reverse()) tr.insert(at, line.create())
  return tr
}
