/** The content of a document as the templates read it. */
import { printedSize, TEXT_WIDTH_MM } from '../../../src/lib/document/image.ts'
import { MEASURES } from '../../../src/lib/document/measures.ts'
import type { Alignment, PrintBlock, PrintCell, Run } from '../../../src/lib/document/model.ts'
import { type ClauseForm, clauseForm, headingDepths } from './clause-form.ts'
import type { Setting } from './text.ts'

export type Paragraph = { type: 'paragraph'; runs: HeadRun[]; align: Alignment; indent: boolean }
/**
 * `row`: on the first cell of each row that is not repeated; the first of them stands for the whole heading. `isWhole`:
 * its row must not break over two pages. `measured`: its row, counted from the first of `rest`, is measured before the table
 * is set, and the cell has this room between its edges.
 */
export type Cell = Omit<PrintCell, 'blocks'> & {
  blocks: Block[]
  row?: number
  isWhole: boolean
  measured?: { row: number; roomMm: number }
}
/**
 * `notes`: footnotes of the heading, which is repeated while they are not; its runs name them by their place here.
 * `firstRow`: the row with which `rest` begins; `rows`: how many there are in it; `headRows`: how many the heading has.
 * `isLater`: it goes on with a table, see long-tables.ts.
 */
export type Table = {
  type: 'table'
  columns: number[]
  head: Cell[]
  rest: Cell[]
  notes: string[]
  firstRow: number
  rows: number
  headRows: number
  isLater: boolean
}
/** A run of a repeated heading whose footnote is `notes[note]` of its table. */
type HeadRun = Run & { note?: number }
type Clause = { type: 'clause'; form: Exclude<ClauseForm, 'plain'>; depth: number; label: string; runs: Run[] }
type Image = { type: 'image'; hash: string; widthMm: number; heightMm: number; alt: string }
export type Block = Paragraph | Table | Clause | Image | { type: 'formula'; text: string } | { type: 'page-break' }
/** Hashes of all images, those in cells too. */
export function imagesOf(blocks: readonly Block[]): string[] {
  return blocks.flatMap((block) => {
    if (block.type === 'image') return [block.hash]
    return block.type === 'table' ? [...block.head, ...block.rest].flatMap((cell) => imagesOf(cell.blocks)) : []
  })
}

/** `at`: place of the block in the model. */
export type Placed<B extends Block = Block> = B & { at: number }

const { body, page, table, footnote } = MEASURES
/** A column squeezed to nothing still takes one letter a line. */
const NARROWEST_MM = 5
/** A row that is surely lower than this share of a page is kept whole; a higher one may leave too much of a page empty. */
const WHOLE_ROW_SHARE = 1 / 3

/** What blocks stand in: a sheet, or a cell on one. */
interface Around {
  sizePt: number
  isLandscape: boolean
  isCell: boolean
}

/** `widthMm`: room for a line. Each block becomes one, but an appendix, which starts a part of its own. */
export function setBlocks(
  blocks: PrintBlock[],
  setting: Setting,
  widthMm: number,
  { sizePt, isLandscape, isCell }: Around = {
    sizePt: body.sizePt,
    isLandscape: widthMm > TEXT_WIDTH_MM,
    isCell: false,
  },
): Block[] {
  const depths = headingDepths(blocks)
  return blocks.flatMap((block): Block[] => {
    switch (block.type) {
      case 'paragraph':
        return [{ ...block, runs: setRuns(block.runs, setting, widthMm, sizePt) }]
      case 'basis': {
        const runs = setRuns(block.runs, setting, widthMm, sizePt).map((run) => ({ ...run, italic: true }))
        return [{ type: 'paragraph', runs, align: 'justify', indent: true }]
      }
      case 'formula':
        return [{ type: 'formula', text: setting.line(block.text, widthMm, sizePt) }]
      case 'clause': {
        const form = clauseForm(block)
        const runs = setRuns(block.runs, setting, widthMm, sizePt)
        const label = setting.line(block.label, widthMm, sizePt)
        if (form !== 'plain') return [{ type: 'clause', form, depth: depths.get(block.level) ?? 2, label, runs }]
        const first = { text: `${label} `, bold: block.level === 'dieu' }
        return [{ type: 'paragraph', runs: [first, ...runs], align: 'justify', indent: true }]
      }
      case 'table':
        return [setTable(block, setting, widthMm, isLandscape)]
      case 'image': {
        // Its description is read out, never drawn: any letter may stand in it.
        const { hash, alt } = block
        return [{ type: 'image', hash, alt, ...printedSize(block, isLandscape, isCell ? widthMm : undefined) }]
      }
      case 'page-break':
        return [block]
      case 'appendix':
        return []
    }
  })
}

export function setRuns(runs: Run[], setting: Setting, widthMm: number, sizePt: number): Run[] {
  return runs
    .filter((run) => run.text !== '' || run.footnote !== undefined)
    .map((run) => {
      const text = setting.line(run.text, widthMm, sizePt)
      if (run.footnote === undefined) return { ...run, text }
      return { ...run, text, footnote: setting.line(run.footnote, widthMm, footnote.sizePt) }
    })
}

function setTable(
  { rows, columns, headerRows }: Extract<PrintBlock, { type: 'table' }>,
  setting: Setting,
  widthMm: number,
  isLandscape: boolean,
): Table {
  // A heading that reaches down into the content cannot be repeated on the next page.
  const isWhole = rows.slice(0, headerRows).every((row, y) => row.every(({ rowspan }) => y + rowspan <= headerRows))
  const head = isWhole && headerRows < rows.length ? headerRows : 0
  const starts = cellColumns(rows)
  const cells = rows.map((row, y) =>
    row.map((cell, index): Cell => {
      const room = Math.max(roomOf(cell, starts[y]?.[index] ?? 0, columns, widthMm), NARROWEST_MM)
      const blocks = setBlocks(cell.blocks, setting, room, { sizePt: table.sizePt, isLandscape, isCell: true })
      const isWhole = cell.rowspan === 1 && isLow(blocks, setting, room)
      return { ...cell, blocks, isWhole, ...(index === 0 && y >= head ? { row: y === head ? 0 : y } : {}) }
    }),
  )
  for (const row of cells) if (!row.every(({ isWhole }) => isWhole)) for (const cell of row) cell.isWhole = false
  const notes: string[] = []
  const heading = cells.slice(0, head).flat()
  for (const cell of heading) cell.blocks = cell.blocks.map((block) => withNotesApart(block, notes))
  const rest = cells.slice(head)
  if (notes.length > 0 || rest.flat().some(hasNote)) measureRows(rest, columns, widthMm)
  const found = { firstRow: head, rows: rest.length, headRows: head, isLater: false }
  return { type: 'table', columns, head: heading, rest: rest.flat(), notes, ...found }
}

export const hasNote = ({ blocks }: Cell) =>
  blocks.some((block) => block.type === 'paragraph' && block.runs.some(({ footnote }) => footnote !== undefined))

/**
 * A footnote takes room from its page, and Typst sets the whole table anew for every page on which one stands. What it has not
 * to measure again it only looks up: so rows that are kept whole, and that no merged cell reaches into, are measured once.
 */
function measureRows(rows: readonly Cell[][], columns: readonly number[], widthMm: number): void {
  const starts = cellColumns(rows)
  let reached = 0
  for (const [y, row] of rows.entries()) {
    const isAlone = reached <= y && row.every(({ isWhole }) => isWhole)
    for (const [index, cell] of row.entries()) {
      reached = Math.max(reached, y + cell.rowspan)
      if (isAlone) cell.measured = { row: y, roomMm: roomOf(cell, starts[y]?.[index] ?? 0, columns, widthMm) }
    }
  }
}

/** Between the edges of a cell that begins in column `x`. */
function roomOf(
  { colspan }: Pick<PrintCell, 'colspan'>,
  x: number,
  columns: readonly number[],
  widthMm: number,
): number {
  const share = columns.slice(x, x + colspan).reduce((sum, width) => sum + width, 0)
  return share * widthMm - 2 * table.insetXMm
}

/** Typst would print a footnote once for every page that repeats its heading, and set all rows anew for each of them. */
function withNotesApart(block: Block, notes: string[]): Block {
  if (block.type !== 'paragraph') return block
  const runs = block.runs.map(({ footnote, ...run }) =>
    footnote === undefined ? run : { ...run, note: notes.push(footnote) - 1 },
  )
  return { ...block, runs }
}

/** Whether these lines take less of a page than a row that is kept whole may: an upper bound, no measure. */
function isLow(blocks: readonly Block[], setting: Setting, roomMm: number): boolean {
  const room = (roomMm / 25.4) * 72
  let lines = 0
  for (const block of blocks) {
    if (block.type === 'image') lines += Math.ceil(((block.heightMm / 25.4) * 72) / table.linePt)
    const text = block.type === 'paragraph' ? block.runs.map((run) => run.text).join('') : ''
    // Where a line ends early, the word that did not fit is longer than what was left: half a line at least is full.
    lines += text.split('\n').length + Math.floor((2 * setting.width(text, table.sizePt)) / room)
  }
  return lines * table.linePt < (page.heightMm / 25.4) * 72 * WHOLE_ROW_SHARE
}

/** The column in which each cell begins, in a grid that is a full rectangle. */
export function cellColumns(rows: readonly (readonly Pick<PrintCell, 'colspan' | 'rowspan'>[])[]): number[][] {
  const taken: boolean[][] = rows.map(() => [])
  return rows.map((row, y) => {
    let x = 0
    return row.map(({ colspan, rowspan }) => {
      while (taken[y]?.[x]) x++
      for (const line of taken.slice(y, y + rowspan)) for (let at = x; at < x + colspan; at++) line[at] = true
      return x
    })
  })
}
