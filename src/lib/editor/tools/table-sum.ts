/** The sum of the numbers above a cell or at its left, written into it. */
import type { Node } from '@tiptap/pm/model'
import { type EditorState, TextSelection, type Transaction } from '@tiptap/pm/state'
import { isInTable, selectedRect } from '@tiptap/pm/tables'
import { headRows } from '../../document/table-head.ts'
import { canBeMeasured } from '../../document/table-measure.ts'
import { type Decimal, isBlank, isTotal, numberIn, sumOf, writtenNumber } from '../../document/table-values.ts'

export type Summed =
  | { is: 'summed'; tr: Transaction; cells: number; sum: string }
  /** Nothing is changed. `words`: of the first cell that is no number; null where there is none with words at all. */
  | { is: 'refused'; words: string | null }

/** A row that is a sum itself is not counted once more. Null outside a table. */
export function sumCells(state: EditorState, from: 'above' | 'left'): Summed | null {
  if (!isInTable(state)) return null
  const { map, table, tableStart, top, left } = selectedRect(state)
  if (!canBeMeasured(table)) return { is: 'refused', words: null }
  const own = map.map[top * map.width + left] ?? 0
  const heads = headRows(table)
  const places =
    from === 'above'
      ? indexes(heads, top).map((row) => [row, left] as const)
      : indexes(0, left).map((column) => [top, column] as const)
  const numbers: Decimal[] = []
  const seen = new Set([own])
  for (const [row, column] of places) {
    const pos = map.map[row * map.width + column]
    const cell = pos === undefined ? null : table.nodeAt(pos)
    if (pos === undefined || !cell || seen.has(pos)) continue
    seen.add(pos)
    const words = wordsOf(cell)
    if (isBlank(words) || (from === 'above' && isTotalRow(table.child(row)))) continue
    const number = numberIn(words)
    if (number) numbers.push(number)
    // A title over the whole row, and what names the row, are no numbers and need not be.
    else if (from === 'above' && cell.attrs.colspan === 1) return { is: 'refused', words }
    // The label at the left of a row ends what is added up.
    else if (from === 'left') numbers.length = 0
  }
  if (numbers.length === 0) return { is: 'refused', words: null }
  const sum = writtenNumber(sumOf(numbers))
  const tr = write(state.tr, tableStart + own, sum, lookAbove(table, map.map[(top - 1) * map.width + left]))
  return tr && { is: 'summed', tr, cells: numbers.length, sum }
}

/** How the numbers above stand: at the right, as a rule. */
function lookAbove(table: Node, above: number | undefined): unknown {
  const line = above === undefined ? null : table.nodeAt(above)?.firstChild
  return line?.isTextblock ? line.attrs.align : null
}

/** In the place of the words of the cell's first line; their look stays. */
function write(tr: Transaction, pos: number, words: string, align: unknown): Transaction | null {
  const cell = tr.doc.nodeAt(pos)
  let found: { line: Node; at: number } | null = null
  cell?.forEach((line, offset) => {
    if (!found && line.isTextblock) found = { line, at: pos + 1 + offset }
  })
  if (!found) return null
  const { line, at }: { line: Node; at: number } = found
  const marks = line.firstChild?.marks ?? []
  tr.replaceWith(at + 1, at + 1 + line.content.size, tr.doc.type.schema.text(words, marks))
  if (line.content.size === 0 && align) tr.setNodeAttribute(at, 'align', align)
  return tr.setSelection(TextSelection.create(tr.doc, at + 1 + words.length)).scrollIntoView()
}

export const isTotalRow = (row: Node): boolean => row.children.slice(0, 2).some((cell) => isTotal(wordsOf(cell)))

export const wordsOf = (cell: Node): string => cell.textBetween(0, cell.content.size, ' ', ' ').trim()

const indexes = (from: number, to: number) => Array.from({ length: Math.max(0, to - from) }, (_, at) => from + at)
