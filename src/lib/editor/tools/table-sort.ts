/** The rows of a table in the order of one column: numbers, days, names of people by the given name, or words. */
import { Fragment, type Node } from '@tiptap/pm/model'
import { type EditorState, Selection, type Transaction } from '@tiptap/pm/state'
import { CellSelection, isInTable, selectedRect } from '@tiptap/pm/tables'
import { headRows } from '../../document/table-head.ts'
import { canBeMeasured } from '../../document/table-measure.ts'
import { compareNumbers, dayIn, type Decimal, isBlank, numberIn } from '../../document/table-values.ts'
import { isTotalRow, wordsOf } from './table-sum.ts'

/** `merged`: a row would be torn from what it is merged with, or a title from the rows below it. `few`: nothing to sort. */
export type Sorted = { is: 'sorted'; tr: Transaction } | { is: 'refused'; why: 'merged' | 'few' }

const words = new Intl.Collator('vi', { numeric: true })
/** Over such a column stand the names of people. */
const PEOPLE = /^họ\s*(?:(?:và|,|-)\s*)?(?:chữ\s+đệm\s+và\s+)?tên/iu

/**
 * Headings and the row of the total stay where they are, and so does a column that counts the rows. Of several rows that
 * are chosen only those are sorted. Null outside a table.
 */
export function sortRows(state: EditorState, way: 'up' | 'down'): Sorted | null {
  if (!isInTable(state)) return null
  const { table, tableStart, map, top, bottom, left } = selectedRect(state)
  const [first, end] = rangeOf(table, state, top, bottom)
  const rows = table.children.slice(first, end)
  if (rows.length < 2) return { is: 'refused', why: 'few' }
  const isWhole = canBeMeasured(table) && !map.problems && rows.every((row) => row.childCount === map.width)
  if (!isWhole || rows.some((row) => row.children.some(isMerged))) return { is: 'refused', why: 'merged' }
  const heading = wordsOf(table.nodeAt(map.map[left] ?? 0) ?? table)
  const order = sorted(
    rows.map((row) => wordsOf(row.child(left))),
    first > 0 && PEOPLE.test(heading.normalize('NFC')),
    way,
  )
  const isCounted = left > 0 && rows.every((row, at) => at === 0 || countOf(row) === countOf(rows[0]) + at)
  const placed = order.flatMap((from, to) => {
    const [row, counted] = [rows[from], rows[to]]
    if (!row || !counted) return []
    return isCounted ? row.copy(row.content.replaceChild(0, counted.child(0))) : row
  })
  const start = rows.length === 0 ? 0 : positionOf(table, tableStart, first)
  const tr = state.tr.replaceWith(start, positionOf(table, tableStart, end), Fragment.fromArray(placed))
  // The caret goes with its row.
  const now = first + order.indexOf(Math.min(Math.max(top, first), end - 1) - first)
  const moved = tr.doc.nodeAt(tableStart - 1)
  if (moved) tr.setSelection(Selection.near(tr.doc.resolve(positionOf(moved, tableStart, now) + 2)))
  return { is: 'sorted', tr: tr.scrollIntoView() }
}

function rangeOf(table: Node, { selection }: EditorState, top: number, bottom: number): [first: number, end: number] {
  const heads = headRows(table)
  if (selection instanceof CellSelection && bottom - top > 1 && bottom - top < table.childCount)
    return [Math.max(top, heads), bottom]
  let end = table.childCount
  while (end > heads && isTotalRow(table.child(end - 1))) end--
  return [heads, end]
}

const isMerged = ({ attrs }: Node) => Number(attrs.colspan) > 1 || Number(attrs.rowspan) > 1

/** "1", "01", "1.": the count of a row; NaN for anything else. */
const countOf = (row: Node | undefined): number => {
  const [, count] = /^(\d{1,5})\.?$/.exec(row ? wordsOf(row.child(0)) : '') ?? []
  return count === undefined ? Number.NaN : Number(count)
}

function positionOf(table: Node, tableStart: number, row: number): number {
  return table.children.slice(0, row).reduce((pos, { nodeSize }) => pos + nodeSize, tableStart)
}

/** The places of the rows in their new order. What is equal stays as it stood; empty cells come last either way. */
function sorted(cells: readonly string[], arePeople: boolean, way: 'up' | 'down'): number[] {
  const compare = comparisonOf(cells, arePeople)
  const sign = way === 'up' ? 1 : -1
  const [full, empty] = [false, true].map((wanted) =>
    cells.flatMap((text, at) => (isBlank(text) === wanted ? [at] : [])),
  )
  return [...(full ?? []).toSorted((one, other) => sign * compare(one, other) || one - other), ...(empty ?? [])]
}

function comparisonOf(cells: readonly string[], arePeople: boolean): (one: number, other: number) => number {
  const full = cells.filter((text) => !isBlank(text))
  const none: Decimal = { units: 0n, decimals: 0 }
  if (full.every((text) => numberIn(text))) {
    const numbers = cells.map((text) => numberIn(text) ?? none)
    return (one, other) => compareNumbers(numbers[one] ?? none, numbers[other] ?? none)
  }
  if (full.every((text) => dayIn(text) !== null)) {
    const days = cells.map((text) => dayIn(text) ?? 0)
    return (one, other) => (days[one] ?? 0) - (days[other] ?? 0)
  }
  const keys = cells.map((text) => (arePeople ? byGivenName(text) : text).normalize('NFC'))
  return (one, other) => words.compare(keys[one] ?? '', keys[other] ?? '')
}

/** "Nguyễn Văn An" as "An Nguyễn Văn". */
function byGivenName(name: string): string {
  const parts = name.split(/\s+/)
  return [parts.at(-1), ...parts.slice(0, -1)].join(' ')
}
