/** Tables of Word: those that only lay out a letterhead or a signature are lines, the others stay tables. */
import { narrowed } from '../../src/lib/document/column-fit.ts'
import { cutRows, gridWidth } from '../../src/lib/document/grid.ts'
import { contentAfter } from '../../src/lib/document/inline.ts'
import type { BodyNode } from '../../src/lib/document/model.ts'
import { recognise } from '../../src/lib/document/parse.ts'
import { bareContent } from '../../src/lib/document/parse/bare.ts'
import { wholeRows } from '../../src/lib/document/table-head.ts'
import { lineContents } from './lines.ts'
import type { WordBlock, WordCell, WordImage, WordParagraph, WordTable } from './word/shapes.ts'
import { Words } from './words.ts'

const TWIPS_PER_PIXEL = 15
/** A letterhead or a closing part has fewer; a table of data that speaks of recipients may have more. */
const MOST_LAYOUT_ROWS = 6
const LAID_OUT = /CỘNG H(ÒA|OÀ|ÓA|OA)\s+XÃ HỘI|Nơi nhận\s*:/i

/** Addressees beside "Kính gửi:". */
const DEAR = /^Kính\s+gửi\s*:/i

/** Whether it holds no data: a letterhead, a closing part, one frame, or columns side by side without a line. */
export function isLayout(table: WordTable): boolean {
  const cells = table.rows.flatMap((row) => row.cells)
  if (cells.length <= 1) return true
  if (!table.hasBorders && table.rows.length <= 2) return true
  const words = new Words()
  if (!table.hasBorders && DEAR.test(headWords(table, words))) return true
  const lines = paragraphsIn(cells.flatMap(({ blocks }) => blocks)).map(({ content }) =>
    words.plain(content.filter((inline) => 'text' in inline)),
  )
  return table.rows.length <= MOST_LAYOUT_ROWS && lines.some((line) => LAID_OUT.test(line))
}

/** What a layout table holds, the left column before the right one. */
export function columnsOf({ rows }: WordTable): WordBlock[] {
  const placed = rows.flatMap(({ cells }) => {
    let column = 0
    return cells.map((cell) => {
      const at = column
      column += cell.colspan
      return { at, cell }
    })
  })
  return placed.toSorted((a, b) => a.at - b.at).flatMap(({ cell }) => cell.blocks)
}

/** An image in a cell as nodes; none where it cannot be taken. */
export type CellImages = (image: WordImage, cell: WordCell) => BodyNode[]

/** Null for a table without cells. */
export function tableNode(table: WordTable, words: Words, images: CellImages): BodyNode | null {
  const rows = table.rows.filter(({ cells }) => cells.length > 0)
  if (rows.length === 0) return null
  const named = rows.findIndex(({ isHeader }) => !isHeader)
  const spans = rows.map(({ cells }) => cells.map(({ rowspan }) => rowspan))
  const wanted = wholeRows(spans, named > 0 ? named : hasBoldHead(table) ? 1 : 0)
  const headers = wanted < rows.length ? wanted : 0
  const grid = rectangle(isCut(table) ? cutRows(cellsOf(table), aloneCell) : cellsOf(table))
  const isSeen = seenColumns(grid, table.widths)
  const widths = table.widths.filter((_, column) => isSeen(column))
  return narrowed({
    type: 'table',
    content: withoutSlivers(grid, isSeen).map((cells, row) => ({
      type: 'tableRow',
      content: cells.map(({ cell, column }) => ({
        type: row < headers ? 'tableHeader' : 'tableCell',
        attrs: {
          colspan: cell.colspan,
          rowspan: cell.rowspan,
          colwidth: widthsOf(widths.slice(column, column + cell.colspan), cell.colspan),
        },
        content: cellContent(cell, words, row < headers, (image) => images(image, cell)),
      })),
    })),
  })
}

/** Whether the first row is bold throughout, where the table names none that repeats: it is taken for headings, and that is said. */
export function hasBoldHead({ rows }: WordTable): boolean {
  const [first, ...others] = rows.filter(({ cells }) => cells.length > 0)
  return first !== undefined && others.length > 0 && !first.isHeader && isBold(first.cells)
}

/** The words of the first row. */
export function headWords({ rows }: WordTable, words: Words): string {
  const cells = rows.find(({ cells }) => cells.length > 0)?.cells ?? []
  const said = cells.map(({ blocks }) =>
    paragraphsIn(blocks)
      .map(({ content }) => words.plain(content.filter((inline) => 'text' in inline)))
      .join(' '),
  )
  return said.filter((text) => text.trim() !== '').join(' | ')
}

const cellsOf = ({ rows }: WordTable) => rows.flatMap(({ cells }) => (cells.length > 0 ? [cells] : []))

/** Whether its merged cells make a grid that is too large: it loses them, and that is said. */
export const isCut = (table: WordTable): boolean => gridWidth(cellsOf(table)) === null

const aloneCell = (cells: readonly WordCell[]): WordCell => ({
  blocks: cells.flatMap(({ blocks }) => blocks),
  colspan: 1,
  rowspan: 1,
})

interface Placed {
  cell: WordCell
  column: number
}

/** Every row as wide as the widest: what is missing is an empty cell, what would stick out at the bottom is cut. */
function rectangle(rows: WordCell[][]): Placed[][] {
  const taken: boolean[][] = rows.map(() => [])
  const placed = rows.map((cells, row) => {
    let column = 0
    return cells.map((given): Placed => {
      while (taken[row]?.[column]) column++
      const at = column
      const cell = { ...given, rowspan: Math.min(given.rowspan, rows.length - row) }
      for (let y = row; y < row + cell.rowspan; y++) {
        for (let x = at; x < at + cell.colspan; x++) (taken[y] ??= [])[x] = true
      }
      column += cell.colspan
      return { cell, column: at }
    })
  })
  const width = taken.reduce((most, row) => Math.max(most, row.length), 0)
  return placed.map((cells, row) => {
    const missing: Placed[] = []
    for (let column = 0; column < width; column++) {
      if (!taken[row]?.[column]) missing.push({ cell: { blocks: [], colspan: 1, rowspan: 1 }, column })
    }
    return [...cells, ...missing].toSorted((a, b) => a.column - b.column)
  })
}

/** Rows whose edges are not quite in line give columns that nobody sees. A grid without any wider column tells no widths. */
const SLIVER_TWIPS = 100

/** Which columns of the grid are seen: those wide enough, and those in which something is written that stands nowhere else. */
function seenColumns(rows: readonly Placed[][], widths: readonly number[]): (column: number) => boolean {
  const isTold = widths.some((width) => width >= SLIVER_TWIPS)
  const isSliver = (column: number) => isTold && (widths[column] ?? SLIVER_TWIPS) < SLIVER_TWIPS
  const columnsOfCell = ({ cell, column }: Placed) => Array.from({ length: cell.colspan }, (_, at) => column + at)
  const written = rows
    .flat()
    .filter(({ cell }) =>
      linesAndImages(cell.blocks).some((one) => one.is === 'image' || one.content.length > 0 || one.label !== ''),
    )
    .map(columnsOfCell)
    .filter((columns) => columns.every(isSliver))
  const kept = new Set(written.flat())
  return (column) => !isSliver(column) || kept.has(column)
}

function withoutSlivers(rows: Placed[][], isSeen: (column: number) => boolean): Placed[][] {
  return rows.map((cells) =>
    cells.flatMap(({ cell, column }): Placed[] => {
      const seen = (from: number, to: number) =>
        Array.from({ length: to - from }, (_, at) => from + at).filter(isSeen).length
      const colspan = seen(column, column + cell.colspan)
      return colspan === 0 ? [] : [{ cell: { ...cell, colspan }, column: seen(0, column) }]
    }),
  )
}

function widthsOf(widths: number[], columns: number): number[] | null {
  if (widths.length !== columns || widths.some((width) => width <= 0)) return null
  return widths.map((width) => Math.round(width / TWIPS_PER_PIXEL))
}

function isBold(cells: WordCell[] | undefined): boolean {
  const runs = paragraphsIn((cells ?? []).flatMap(({ blocks }) => blocks)).flatMap(({ content }) => content)
  const words = runs.filter((run) => 'text' in run && run.text.trim() !== '')
  return words.length > 0 && words.every((run) => 'bold' in run && run.bold)
}

function cellContent(
  { blocks }: WordCell,
  words: Words,
  isHeader: boolean,
  imageNodes: (image: WordImage) => BodyNode[],
): BodyNode[] {
  const nodes = linesAndImages(blocks).flatMap((block) =>
    block.is === 'image' ? imageNodes(block) : cellLines(block, words, isHeader),
  )
  // The caret needs a line.
  const hasLine = nodes.some(({ type }) => type !== 'image')
  return hasLine ? nodes : [...nodes, { type: 'paragraph', attrs: { align: 'left', indent: false } }]
}

function cellLines(paragraph: WordParagraph, words: Words, isHeader: boolean): BodyNode[] {
  const contents = lineContents(paragraph, words)
  // A column of automatic numbers has nothing but these.
  const isNumber = contents.length === 0 && paragraph.label !== '' && !paragraph.isBullet
  return (isNumber ? [[{ type: 'text', text: paragraph.label }]] : contents).map((content): BodyNode => {
    const text = content.map((node) => node.text ?? '\uFFFC').join('')
    const found = recognise(text)
    if (found.is === 'listLine') {
      return { type: 'listLine', attrs: { marker: found.marker }, content: contentAfter(content, found.labelLength) }
    }
    const attrs = { align: paragraph.align || 'left', indent: false }
    return { type: 'paragraph', attrs, content: isHeader ? bareContent(content) : content }
  })
}

/** Paragraphs and images, those of inner tables row by row. */
function linesAndImages(blocks: readonly WordBlock[]): (WordParagraph | WordImage)[] {
  return blocks.flatMap((block) => {
    if (block.is === 'paragraph' || block.is === 'image') return [block]
    if (block.is !== 'table') return []
    return block.rows.flatMap(({ cells }) => cells.flatMap((cell) => linesAndImages(cell.blocks)))
  })
}

/** All paragraphs, those of inner tables row by row. */
export function paragraphsIn(blocks: readonly WordBlock[]): WordParagraph[] {
  return blocks.flatMap((block) => {
    if (block.is === 'paragraph') return [block]
    if (block.is !== 'table') return []
    return block.rows.flatMap(({ cells }) => cells.flatMap((cell) => paragraphsIn(cell.blocks)))
  })
}
