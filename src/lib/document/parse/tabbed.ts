/**
 * Cells held apart by tabs, as a spreadsheet or a database copies them as plain text, as a table. Tabs of running text hold
 * other things apart: a number and its clause, a label and its value, the two columns of a signature. Those stay lines.
 */
import { narrowed } from '../column-fit.ts'
import { readableTable } from '../grid.ts'
import type { BodyNode } from '../model.ts'
import { cleanText } from '../text.ts'
import { cellLine } from './cell-line.ts'
import { COUNTRY } from './head.ts'
import type { SourceLine } from './line.ts'
import { RECIPIENTS, STAMP } from './tail.ts'

/** One row could be anything. */
const FEWEST_ROWS = 2

interface Row {
  cells: string[]
  /** Index of the line behind it: a cell in quotation marks may go over several. */
  end: number
}

/** Lines with their tables; the other ones cleaned. */
export function withTables(lines: readonly string[]): SourceLine[] {
  const found: SourceLine[] = []
  for (let at = 0; at < lines.length;) {
    const rows = rowsFrom(lines, at)
    const end = rows.at(-1)?.end ?? at + 1
    const cells = withoutEmptyEdges(rows.map((row) => row.cells))
    if (rows.length >= FEWEST_ROWS && isData(cells)) found.push({ block: tableOf(cells) })
    else for (const line of lines.slice(at, end)) found.push({ text: cleanText(line) })
    at = end
  }
  return found
}

/** Text that comes into cells: a table where every line is a row of it, null where it is running text. */
export function cellsOfText(lines: readonly string[]): SourceLine[] | null {
  const last = lines.findLastIndex((line) => line !== '')
  const rows = rowsFrom(lines, 0)
  const cells = rows.map((row) => row.cells)
  return rows.at(-1)?.end === last + 1 && isData(cells) ? [{ block: tableOf(cells) }] : null
}

/** The rows of as many cells that begin at this line; none where it has no tab. */
function rowsFrom(lines: readonly string[], from: number): Row[] {
  const rows: Row[] = []
  for (let at = from; at < lines.length;) {
    const row = rowAt(lines, at)
    if (row.cells.length < 2 || row.cells.length !== (rows[0]?.cells.length ?? row.cells.length)) break
    rows.push(row)
    at = row.end
  }
  return rows
}

/** `one⇥"two lines⏎of a cell"⇥three`: only a cell of several lines stands in quotation marks, its own ones doubled. */
function rowAt(lines: readonly string[], at: number): Row {
  const cells = (lines[at] ?? '').split('\t')
  let end = at + 1
  for (let last = cells.at(-1) ?? ''; cells.length > 1 && isOpen(last); last = cells.at(-1) ?? '') {
    const close = closingLine(lines, end)
    if (close === -1) break
    const [rest = '', ...others] = (lines[close] ?? '').split('\t')
    const quoted = [last.slice(1), ...lines.slice(end, close), rest.slice(0, -1)].join('\n')
    cells.splice(-1, 1, quoted.replaceAll('""', '"'), ...others)
    end = close + 1
    if (others.length === 0) break
  }
  return { cells, end }
}

/** The line in which the open cell ends; its lines hold no tab, so that no line is looked through twice. */
function closingLine(lines: readonly string[], from: number): number {
  for (let at = from; at < lines.length; at++) {
    const line = lines[at] ?? ''
    const tab = line.indexOf('\t')
    if (isEnd(tab === -1 ? line : line.slice(0, tab))) return at
    if (tab !== -1) return -1
  }
  return -1
}

const isOpen = (cell: string) => cell.startsWith('"') && !isEnd(cell.slice(1))

/** An own quotation mark at the end is doubled, and the closing one stands behind it. */
function isEnd(text: string): boolean {
  let marks = 0
  while (text.at(-1 - marks) === '"') marks++
  return marks % 2 === 1
}

/** A tab before every line is an indent, one behind every line a blank to be filled in. */
function withoutEmptyEdges(rows: readonly string[][]): string[][] {
  const isFilled = (column: number) => rows.some((cells) => cells[column]?.trim() !== '')
  const width = rows[0]?.length ?? 0
  let [first, end] = [0, width]
  while (first < end && !isFilled(first)) first++
  while (end > first && !isFilled(end - 1)) end--
  return rows.map((cells) => cells.slice(first, end))
}

/** "1.", "1.2", "a)", "IV.", "Điều 5.", "-": in front of a tab the number of a clause or the mark of a list. */
const LABEL =
  /^(?:[-–—+*•·▪●○§]|\(?(?:\d{1,3}|\p{L}|[IVXLC]{1,6}|[ivx]{1,6})[.)/]|\d{1,3}(?:\.\d{1,3}){1,3}\.?|(?:Điều|Chương|Mục|Phần|Khoản|Phụ lục)\s+\S{1,6})$/u

/** Whether the cells are those of a table. */
function isData(rows: readonly string[][]): boolean {
  const width = rows[0]?.length ?? 0
  const cells = rows.flat().map((cell) => cell.trim())
  const isClosing = cells.some((cell) => COUNTRY.test(cell) || RECIPIENTS.test(cell) || STAMP.test(cell))
  const first = rows.map(([cell = '']) => cell.trim())
  const isForm = first.every((cell) => cell === '' || cell.endsWith(':'))
  const isList = width === 2 && first.every((cell) => cell === '' || LABEL.test(cell))
  return width > 1 && !isClosing && !isForm && !isList
}

function tableOf(rows: readonly string[][]): BodyNode {
  const content = rows.map((cells): BodyNode => ({ type: 'tableRow', content: cells.map(cellOf) }))
  return narrowed(readableTable({ type: 'table', content }))
}

function cellOf(text: string): BodyNode {
  const lines = cleanText(text).split('\n')
  const content = lines.map((line) => cellLine({ text: line.trim() }))
  return { type: 'tableCell', attrs: { colspan: 1, rowspan: 1, colwidth: null }, content }
}
