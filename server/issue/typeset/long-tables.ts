/**
 * For every page on which a footnote stands Typst sets all that is left of a table anew. So a long table with many notes is
 * handed to it in stretches of a few pages, each beginning where a page begins. Where that is, is found stretch by stretch:
 * each is set by itself, and what follows the first row of a page moves nothing above it. A page at whose foot a note of
 * the page before goes on begins none.
 */
import type { Run } from '../../../src/lib/document/model.ts'
import { type Block, type Cell, hasNote, type Placed, type Table } from './blocks.ts'
import type { TypesetData } from './prepare.ts'
import type { FirstOfPage } from './shapes.ts'
import { rowsCutAt } from './split-cells.ts'

const FEWEST_ROWS = 150
const FEWEST_CELLS_WITH_NOTES = 5
const FIRST_ROWS = 150
/** So many pages each later stretch is to have. */
const PAGES = 5

type BreaksOf = (data: TypesetData) => FirstOfPage[]

/** `breaksOf` sets the pages and says where they begin; asked only for long tables with notes. */
export function inStretches(data: TypesetData, breaksOf: BreaksOf): TypesetData {
  if (![data.blocks, ...data.appendices.map(({ blocks }) => blocks)].some((blocks) => blocks.some(isLong))) return data
  const alone = { ...data, appendices: [], last: null }
  let notesBefore = 0
  const cut = (blocks: readonly Placed[], sheet: (blocks: Placed[]) => TypesetData) => {
    const done: Placed[] = []
    const probe = (table: Placed[], above: Placed[], notes: number) =>
      breaksOf({ ...sheet([...above, ...table]), notesBefore: notesBefore + notes })
    for (const block of blocks) done.push(...(isLong(block) ? stretches(block, startsOf(block, done, probe)) : [block]))
    notesBefore += notesIn(blocks)
    return done
  }
  const blocks = cut(data.blocks, (blocks) => ({ ...alone, blocks }))
  notesBefore += data.last ? notesIn([data.last]) : 0
  const appendices = data.appendices.map((part) => {
    const done = cut(part.blocks, (blocks) => ({ ...alone, blocks: [], appendices: [{ ...part, blocks }] }))
    notesBefore += notesOf(part.runs)
    return { ...part, blocks: done }
  })
  return { ...data, blocks, appendices }
}

function isLong(block: Placed): block is Placed<Table> {
  if (block.type !== 'table' || block.rows < FEWEST_ROWS) return false
  return block.rest.filter(hasNote).length >= FEWEST_CELLS_WITH_NOTES
}

/** The rows with which stretches begin, behind the first one. `probe`: where pages begin with `notes` counted before. */
function startsOf(
  table: Placed<Table>,
  above: Placed[],
  probe: (table: Placed[], above: Placed[], notes: number) => FirstOfPage[],
): number[] {
  const end = table.firstRow + table.rows
  const starts: number[] = []
  let rest: Rest = { from: table.firstRow, cells: table.rest }
  let notes = notesIn(above)
  for (let count = FIRST_ROWS; rest.from + count < end;) {
    const { from } = rest
    const stretch = partOf(table, from, cutBefore(table, rest, from + count)[0], count)
    const pages =
      starts.length === 0 ? probe([stretch], above, 0) : probe([withoutPointers(stretch)], [...newPage(table)], notes)
    const found = pages.filter(({ block, row = 0, goesOn }) => block === table.at && row > from && goesOn !== true)
    const last = found.findLastIndex(({ hasRest }) => hasRest !== true)
    const next = found[last]?.row
    if (next === undefined) count *= 2
    else {
      starts.push(next)
      const [done, cells] = cutBefore(table, rest, next)
      notes += notesIn([partOf(table, from, done, next - from)])
      rest = { from: next, cells }
      count = Math.max(1, Math.ceil(((next - from) / (last + 1)) * PAGES))
    }
  }
  return starts
}

/** What of a table stands from a row on; its cells measured from the first row of the table. */
interface Rest {
  from: number
  cells: readonly Cell[]
}

/** The cells above row `to`, and from it on. Only those near it are looked at: a long table is cut often. */
function cutBefore(table: Table, { from, cells }: Rest, to: number): [Cell[], Cell[]] {
  const behind = cells.findIndex(({ row }) => row !== undefined && row > to)
  const [near, far] = behind === -1 ? [cells, []] : [cells.slice(0, behind), cells.slice(behind)]
  const rows = rowsCutAt({ ...table, rest: [...near], firstRow: from, isLater: from > table.firstRow }, [to])
  return [rows.slice(0, to - from).flat(), [...rows.slice(to - from).flat(), ...far]]
}

/** Each stretch but the first begins a page. */
function stretches(table: Placed<Table>, starts: readonly number[]): Placed[] {
  return partsOf(table, starts).flatMap((part) =>
    part.isLater ? [{ type: 'page-break', at: table.at }, part] : [part],
  )
}

/** The table in parts of which the second and later ones begin with these rows. */
function partsOf(table: Placed<Table>, starts: readonly number[]): Placed<Table>[] {
  const rows = rowsCutAt(table, starts)
  return [table.firstRow, ...starts].map((from, index) => {
    const to = starts[index] ?? table.firstRow + rows.length
    return partOf(table, from, rows.slice(from - table.firstRow, to - table.firstRow).flat(), to - from)
  })
}

function partOf(table: Placed<Table>, firstRow: number, cells: readonly Cell[], rows: number): Placed<Table> {
  const isLater = firstRow > table.firstRow
  const rest = cells.map((cell) => measuredFrom(cell, firstRow - table.firstRow))
  return { ...table, firstRow, rows, isLater, notes: isLater ? [] : table.notes, rest }
}

function measuredFrom(cell: Cell, row: number): Cell {
  const { measured } = cell
  return measured ? { ...cell, measured: { ...measured, row: measured.row - row } } : cell
}

const newPage = ({ at }: Placed): Placed[] => [
  { type: 'paragraph', runs: [{ text: '.' }], align: 'left', indent: false, at },
  { type: 'page-break', at },
]

/** The notes of the heading stand in the first stretch: where there is none, only their numbers are shown. */
function withoutPointers(table: Placed<Table>): Placed<Table> {
  const bare = (block: Block): Block => {
    if (block.type !== 'paragraph') return block
    const runs = block.runs.flatMap(({ note, ...run }) =>
      note === undefined ? [run] : [run, { text: `${note + 1}`, script: 'super' as const }],
    )
    return { ...block, runs }
  }
  return { ...table, head: table.head.map((cell) => ({ ...cell, blocks: cell.blocks.map(bare) })) }
}

function notesIn(blocks: readonly Block[]): number {
  let count = 0
  for (const block of blocks) {
    if ('runs' in block) count += notesOf(block.runs)
    if (block.type === 'table')
      count += block.notes.length + [...block.head, ...block.rest].reduce((sum, cell) => sum + notesIn(cell.blocks), 0)
  }
  return count
}

const notesOf = (runs: readonly Run[]) => runs.filter(({ footnote }) => footnote !== undefined).length
