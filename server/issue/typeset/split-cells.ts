/**
 * A merged cell that goes over a page break says its words on each of its pages, as whoever turns the page expects; Typst
 * sets them once, on the first. Where pages begin is known only once they are set, so the cell is cut there and they are
 * set again.
 */
import { type Block, type Cell, cellColumns, type Placed, type Table } from './blocks.ts'
import type { TypesetData } from './prepare.ts'
import type { FirstOfPage } from './shapes.ts'

/** What is repeated may need more room and move the next page's beginning. */
const MOST_ROUNDS = 2

/** `breaksOf` sets the pages and says where they begin; asked only where merged cells could meet a page's end. */
export function withWordsRepeated(data: TypesetData, breaksOf: (data: TypesetData) => FirstOfPage[]): TypesetData {
  if (!tablesIn(data).some(({ rest }) => rest.some(isTall))) return data
  let now = data
  let known = ''
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const starts = rowsThatBeginPages(breaksOf(now))
    const next = JSON.stringify([...starts].map(([at, rows]) => [at, [...rows]]))
    if (next === known) return now
    known = next
    now = cutAt(data, starts)
  }
  return now
}

const isTall = ({ rowspan, blocks }: Cell) => rowspan > 1 && blocks.some(hasWords)

const hasWords = (block: Block) => block.type === 'paragraph' && block.runs.some(({ text }) => text !== '')

function tablesIn({ blocks, appendices }: TypesetData): Table[] {
  return [...blocks, ...appendices.flatMap((part) => part.blocks)].filter((block) => block.type === 'table')
}

/** By the place of a table in the model. A row that goes on over the break is no place to cut. */
function rowsThatBeginPages(breaks: readonly FirstOfPage[]): Map<number, number[]> {
  const rows = new Map<number, number[]>()
  for (const { block, row = 0, goesOn = false } of breaks)
    if (row > 0 && !goesOn) rows.set(block, [...(rows.get(block) ?? []), row])
  return rows
}

function cutAt(data: TypesetData, starts: ReadonlyMap<number, readonly number[]>): TypesetData {
  const cut = (block: Placed): Placed => {
    const rows = block.type === 'table' ? starts.get(block.at) : undefined
    return block.type === 'table' && rows ? { ...block, rest: rowsCutAt(block, rows).flat() } : block
  }
  return {
    ...data,
    blocks: data.blocks.map(cut),
    appendices: data.appendices.map((part) => ({ ...part, blocks: part.blocks.map(cut) })),
  }
}

/** The cells below the heading by their rows, those that reach into a row of `starts` cut there; the words in each part. */
export function rowsCutAt({ rest, firstRow, isLater }: Table, starts: readonly number[]): Cell[][] {
  const rows: Cell[][] = []
  for (const cell of rest) {
    if (cell.row !== undefined) while (rows.length <= Math.max(0, cell.row - firstRow)) rows.push([])
    rows.at(-1)?.push(cell)
  }
  const columns = cellColumns(rows)
  const placed = rows.map((cells, y) => cells.map((cell, at) => ({ cell, column: columns[y]?.[at] ?? 0 })))
  for (const [y, cells] of rows.entries())
    for (const [at, cell] of cells.entries()) {
      const end = y + cell.rowspan
      const edges = [y, ...starts.map((row) => row - firstRow).filter((row) => row > y && row < end), end]
      if (edges.length === 2 || !isTall(cell)) continue
      for (const [part, from] of edges.slice(0, -1).entries()) {
        const rowspan = (edges[part + 1] ?? end) - from
        const column = columns[y]?.[at] ?? 0
        if (part > 0) placed[from]?.push({ cell: repeated(cell, rowspan), column })
        else placed[y]?.splice(at, 1, { cell: { ...cell, rowspan }, column })
      }
    }
  return placed.map((row, y) => {
    const inOrder = row.sort((a, b) => a.column - b.column).map(({ cell }) => cell)
    return markedAs(inOrder, y === 0 && !isLater ? 0 : firstRow + y)
  })
}

/** What is repeated may have come before the cell by which its row is known. */
function markedAs(row: readonly Cell[], number: number): Cell[] {
  const [first, ...others] = row
  if (!first || first.row !== undefined) return [...row]
  return [{ ...first, row: number }, ...others.map(({ row: _row, ...cell }) => cell)]
}

/** Its words alone: a footnote stands where it is called first, an image once. */
function repeated({ row: _row, ...cell }: Cell, rowspan: number): Cell {
  const blocks = cell.blocks.filter(hasWords).map((block): Block => {
    if (block.type !== 'paragraph') return block
    return { ...block, runs: block.runs.map(({ footnote: _note, ...run }) => run).filter(({ text }) => text !== '') }
  })
  return { ...cell, rowspan, blocks, isWhole: false }
}
