/** A table of a pasted page, without its hidden rows and columns. */
import { narrowed } from '../../document/column-fit.ts'
import { gridWidth, readableTable } from '../../document/grid.ts'
import type { BodyNode } from '../../document/model.ts'
import type { SourceLine } from '../../document/parse.ts'
import { cellLine } from '../../document/parse/cell-line.ts'
import { normalBody } from '../../document/read.ts'
import { span } from '../../document/span.ts'
import { wholeRows } from '../../document/table-head.ts'
import { cellWidths } from './column-widths.ts'
import { secretIn } from './secrets.ts'
import { type Around, innerOf, type Source } from './source.ts'
import type { Style } from './style.ts'
import { attribute, type Tag, wordsBelow } from './tree.ts'

interface Cell {
  tag: Tag
  around: Around
  row: number
  column: number
  colspan: number
  rowspan: number
}

interface Row {
  tag: Tag
  around: Around
  isHidden: boolean
  isHead: boolean
}

/** The words of a hidden row or cell, in letters. */
const LONGEST = 2_000
/** HTML has no more. */
const MOST_COLUMNS_TOLD = 1_000

export interface Reader {
  source: Source
  /** What a part of the table says. */
  linesIn: (part: Tag, around: Around) => SourceLine[]
}

/** The lines above it (its caption), and the table; nothing for a table of which nothing is shown. */
export function readTable(table: Tag, around: Around, reader: Reader): SourceLine[] {
  const { source, linesIn } = reader
  const { rows, captions } = partsOf(table, around, source)
  const above = captions.flatMap((caption) => linesIn(caption, around))
  const columns = columnsOf(table, source)
  const kept = shownRows(placed(rows, columns, source), rows, columns, source)
  if (kept.length === 0) return above
  const told = columns.flatMap(({ isHidden, width }) => (isHidden ? [] : [width]))
  const widths = cellWidths(
    kept.map(({ cells }) =>
      cells.map(({ tag, colspan, rowspan }) => ({ colspan, rowspan, width: widthOf(tag, source) })),
    ),
    told,
  )
  const heads = headRows(kept)
  const node: BodyNode = {
    type: 'table',
    content: kept.map(({ cells }, row) => ({
      type: 'tableRow',
      content: cells.map((cell, at) => ({
        type: row < heads || cell.tag.name === 'th' ? 'tableHeader' : 'tableCell',
        attrs: { colspan: cell.colspan, rowspan: cell.rowspan, colwidth: widths?.[row]?.[at] ?? null },
        content: cellContent(cell, row < heads, reader),
      })),
    })),
  }
  const [block] = normalBody({ type: 'doc', content: [readableTable(node)] }).content ?? []
  return block ? [...above, { block: narrowed(block) }] : above
}

function partsOf(table: Tag, around: Around, source: Source): { rows: Row[]; captions: Tag[] } {
  const rows: Row[] = []
  const captions: Tag[] = []
  const open: { tag: Tag; around: Around; isHidden: boolean; isHead: boolean }[] = [
    { tag: table, around, isHidden: false, isHead: false },
  ]
  for (let part = open.pop(); part; part = open.pop()) {
    const { tag } = part
    if (tag.name === 'caption') captions.push(tag)
    else if (tag.name === 'tr') rows.push(part)
    if (tag.name === 'caption' || tag.name === 'tr') continue
    for (const child of tag.children.toReversed()) {
      if (typeof child === 'string' || child.name === 'table') continue
      const style = source.sheet.styleOf(child)
      const around = innerOf(child, style, part.around)
      if (around.isTurned && !part.around.isTurned) source.told.tell('turned', wordsBelow(child, LONGEST))
      open.push({
        tag: child,
        around,
        isHidden: part.isHidden || isLeftOut(child, style, source),
        isHead: part.isHead || child.name === 'thead',
      })
    }
  }
  return { rows, captions }
}

const isLeftOut = (tag: Tag, style: Style, { isWord }: Source) =>
  secretIn(tag, style, isWord) !== null || style.get('visibility') === 'collapse'

interface Column {
  width: number | null
  isHidden: boolean
}

function columnsOf(table: Tag, source: Source): Column[] {
  const groups = table.children.filter((child): child is Tag => typeof child !== 'string' && child.name === 'colgroup')
  const tags = groups.flatMap((group) => {
    const own = group.children.filter((child): child is Tag => typeof child !== 'string' && child.name === 'col')
    return own.length > 0 ? own : [group]
  })
  return tags
    .flatMap((tag) => {
      const column = { width: widthOf(tag, source), isHidden: isLeftOut(tag, source.sheet.styleOf(tag), source) }
      return Array.from({ length: span(attribute(tag, 'span')) }, () => column)
    })
    .slice(0, MOST_COLUMNS_TOLD)
}

/** The cells of all rows, each in the first free place of its row. */
function placed(rows: readonly Row[], columns: readonly Column[], source: Source): Cell[] {
  const told = rows.map((row, at) =>
    row.tag.children.flatMap((tag) => {
      if (typeof tag === 'string' || (tag.name !== 'td' && tag.name !== 'th')) return []
      const style = source.sheet.styleOf(tag)
      return [
        {
          tag,
          // Whoever reads the cell tells what turns in it.
          around: { ...innerOf(tag, style, row.around), isTurned: row.around.isTurned },
          isHidden: isLeftOut(tag, style, source),
          colspan: span(attribute(tag, 'colspan')),
          rowspan: Math.min(span(attribute(tag, 'rowspan')), rows.length - at),
        },
      ]
    }),
  )
  const isTooLarge = gridWidth(told) === null
  if (isTooLarge) source.told.tell('cutTables')
  /** By column, the first row in which it is free. */
  const freeFrom: number[] = []
  return told.flatMap((cells, row) => {
    let column = 0
    return cells.flatMap((cell) => {
      while ((freeFrom[column] ?? 0) > row) column++
      const { tag, around } = cell
      // Excel writes the cells of hidden columns; elsewhere a hidden cell has no place in its row.
      if (cell.isHidden && columns[column]?.isHidden !== true) return leftOut(tag, source)
      const { colspan, rowspan } = isTooLarge ? { colspan: 1, rowspan: 1 } : cell
      const start = column
      for (; column < start + colspan; column++) freeFrom[column] = row + rowspan
      return [{ tag, around, row, column: start, colspan, rowspan }]
    })
  })
}

function leftOut(tag: Tag, { told }: Source): [] {
  const words = wordsBelow(tag, LONGEST)
  if (words !== '') told.tell('hidden', words)
  return []
}

interface ShownRow {
  isHead: boolean
  cells: Cell[]
}

/** The rows that are shown, of each cell what is left of it there. */
function shownRows(
  cells: readonly Cell[],
  rows: readonly Row[],
  columns: readonly Column[],
  source: Source,
): ShownRow[] {
  const byRow = rows.map((): Cell[] => [])
  const isCovered = rows.map(() => false)
  for (const cell of cells) {
    const covered = rows
      .slice(cell.row, cell.row + cell.rowspan)
      .map(({ isHidden }, at) => (isHidden ? -1 : cell.row + at))
    const own = covered.filter((at) => at !== -1)
    const colspan = Array.from({ length: cell.colspan }, (_, at) => cell.column + at).filter(
      (column) => columns[column]?.isHidden !== true,
    ).length
    const [row] = own
    // A merged cell of Excel is shown as long as one of its rows is; elsewhere it goes with the row that it begins in.
    const isGone = rows[cell.row]?.isHidden === true && !source.isExcel
    if (row === undefined || colspan === 0 || isGone) leftOut(cell.tag, source)
    else {
      byRow[row]?.push({ ...cell, row, colspan, rowspan: own.length })
      for (const at of own) isCovered[at] = true
    }
  }
  return rows.flatMap(({ isHead }, at) => {
    if (isCovered[at] !== true) return []
    return [{ isHead, cells: (byRow[at] ?? []).toSorted((a, b) => a.column - b.column) }]
  })
}

/**
 * Rows that repeat on every page stand in <thead>: Word and LibreOffice write plain cells there. (Word's
 * `mso-yfti-firstrow` says nothing of headings: the first row of each of its tables has it.)
 */
function headRows(rows: readonly ShownRow[]): number {
  const first = rows.findIndex(({ isHead }) => !isHead)
  const spans = rows.map(({ cells }) => cells.map(({ rowspan }) => rowspan))
  const heads = wholeRows(spans, Math.max(0, first))
  return heads < rows.length ? heads : 0
}

function cellContent({ tag, around }: Cell, isHead: boolean, { linesIn }: Reader): BodyNode[] {
  const lines = linesIn(tag, { ...around, isInCell: true })
  const nodes = lines.flatMap((line) => ('text' in line ? [cellLine(line, isHead)] : []))
  // The caret needs a line.
  return nodes.length > 0 ? nodes : [{ type: 'paragraph', attrs: { align: 'left', indent: false } }]
}

const PX_PER_PT = 96 / 72

/** In px, from the style (Word: pt, Google Docs: px or pt), else from the old attribute; null for a share of the whole. */
function widthOf(tag: Tag, { sheet }: Source): number | null {
  const [, size, unit] = /^([\d.]+)(px|pt)$/.exec(sheet.styleOf(tag).get('width') ?? '') ?? []
  if (size) return Number(size) * (unit === 'pt' ? PX_PER_PT : 1)
  const told = attribute(tag, 'width')
  return /^\d+$/.test(told) ? Number(told) : null
}
