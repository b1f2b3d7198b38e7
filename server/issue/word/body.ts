/** Ô 6: the content. Word counts the clauses by itself, to the numbers of the page (ADR 23). */
import {
  BorderStyle,
  ImageRun,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  VerticalAlignTable,
  WidthType,
} from 'docx'
import { imageType, printedSize, TEXT_WIDTH_MM } from '../../../src/lib/document/image.ts'
import { MEASURES } from '../../../src/lib/document/measures.ts'
import type { PrintBlock, Run } from '../../../src/lib/document/model.ts'
import { AppError } from '../../../src/lib/errors.ts'
import { cellColumns } from '../typeset/blocks.ts'
import { clauseForm } from '../typeset/clause-form.ts'
import type { ClauseStyles } from './clause-styles.ts'
import { authority } from './head.ts'
import type { Shown } from './numbers/plan.ts'
import { STYLE } from './style-names.ts'
import { ALIGN, type Footnotes, runs, tagged, twips } from './units.ts'
import { isLow } from './whole-rows.ts'

const { body, table } = MEASURES

/** The images of a document, and how many of them stand in it so far: Word counts them. */
export interface Pictures {
  bytes: ReadonlyMap<string, Uint8Array>
  count: number
}

/** Where blocks stand. */
export interface Place {
  widthMm: number
  notes: Footnotes
  pictures: Pictures
  clauses: ClauseStyles
  /** How the number of each block comes about; nothing is numbered in a cell. */
  numbers: readonly (Shown | null)[]
  isLandscape?: boolean
  cell?: { isHeader: boolean }
  /** Holds the last paragraph on one page with what follows it. */
  keepLast?: boolean
}

export function content(blocks: readonly PrintBlock[], place: Place): (Paragraph | Table)[] {
  const written = (block: PrintBlock, at: number): (Paragraph | Table)[] => {
    const keepNext = place.keepLast === true && at === blocks.length - 1 ? true : undefined
    switch (block.type) {
      case 'paragraph':
        return [paragraph(block, place, keepNext)]
      case 'basis':
        return [new Paragraph({ style: STYLE.basis, keepNext, children: runs(block.runs, place.notes) })]
      case 'formula':
        return [authority(block.text)]
      case 'clause':
        return [clause(block, place.numbers[at] ?? { is: 'typed' }, place, keepNext)]
      case 'table':
        return [grid(block, place), gap()]
      case 'image':
        return [picture(block, place)]
      case 'page-break':
        return [new Paragraph({ style: STYLE.gap, pageBreakBefore: true, children: [] })]
      case 'appendix':
        return []
    }
  }
  return blocks.flatMap((block, at) =>
    written(block, at).map((element, part) =>
      tagged(element, block.tag === undefined ? undefined : `${block.tag}.${part}`),
    ),
  )
}

/** Between a table and what follows: without a paragraph there, Word would grow two tables into one. */
const gap = () => new Paragraph({ style: STYLE.gap, children: [] })

/** Numbers are the document's own, and not among the words that somebody put in or took out. */
export const LABEL = -1

type Labelled = Extract<PrintBlock, { type: 'clause' | 'appendix' }>

/** The tag of a label in a text that is read for its suggestions. */
const labelTag = ({ tag }: Labelled) => (tag === undefined ? {} : { tag: LABEL })

/** What the library is told that each list is called; parts.ts puts its number there. */
export const LIST = 'list'

export const numbering = (shown: Shown) =>
  shown.is === 'counted' ? { reference: LIST, instance: shown.list, level: shown.level } : (false as const)

/** The words of a clause or an appendix: behind its label where that is typed; a title below its label begins a new line. */
export function labelled(block: Labelled, shown: Shown, isLead: boolean, notes: Footnotes, isBold?: boolean) {
  const isTitled = block.runs.length > 0 && block.label !== ''
  if (shown.is === 'typed') {
    const end = !isTitled ? '' : isLead ? '\n' : ' '
    const label: Run = { text: block.label + end, ...(isBold && { bold: true }), ...labelTag(block) }
    return runs([label, ...block.runs], notes)
  }
  const { tag } = labelTag(block)
  return [...(isLead && isTitled ? [tagged(new TextRun({ break: 1 }), tag)] : []), ...runs(block.runs, notes)]
}

function clause(
  block: Extract<PrintBlock, { type: 'clause' }>,
  shown: Shown,
  { clauses, notes }: Place,
  keepNext: boolean | undefined,
): Paragraph {
  const form = clauseForm(block)
  const isBold = form === 'plain' && block.level === 'dieu'
  return new Paragraph({
    style: clauses.idOf(block),
    keepNext,
    numbering: numbering(shown),
    // Where LibreOffice takes a style's number away, it takes its indent along.
    indent: shown.is === 'typed' && form !== 'lead' ? { firstLine: twips(body.indentMm) } : undefined,
    children: labelled(block, shown, form === 'lead', notes, isBold),
  })
}

/** Pixels of 1/96 inch: what `docx` counts images in. */
const pixels = (mm: number) => Math.round((mm / 25.4) * 96)

/** In a line of its own, with the line below it, its caption, on its page. */
function picture(
  block: Extract<PrintBlock, { type: 'image' }>,
  { widthMm: room, isLandscape = room > TEXT_WIDTH_MM, cell, pictures }: Place,
): Paragraph {
  const data = pictures.bytes.get(block.hash)
  const type = data && imageType(data)
  if (!data || !type) throw new AppError('image_missing', { count: 1 })
  const { widthMm, heightMm } = printedSize(block, isLandscape, cell ? room : undefined)
  const id = String(++pictures.count)
  return new Paragraph({
    style: STYLE.image,
    keepNext: cell ? undefined : true,
    children: [
      new ImageRun({
        type,
        data,
        transformation: { width: pixels(widthMm), height: pixels(heightMm) },
        altText: { id, name: `Hình ${id}`, description: block.alt },
      }),
    ],
  })
}

/** Only what differs from its style is said. */
function paragraph(
  { runs: source, align, indent }: Extract<PrintBlock, { type: 'paragraph' }>,
  { cell, notes }: Place,
  keepNext: boolean | undefined,
): Paragraph {
  const isIndented = indent && (align === 'justify' || align === 'left')
  const usual = cell ? (cell.isHeader ? 'center' : 'left') : 'justify'
  return new Paragraph({
    style: cell ? (cell.isHeader ? STYLE.cellHead : STYLE.cell) : STYLE.body,
    keepNext,
    alignment: align === usual ? undefined : ALIGN[align],
    indent: cell || isIndented ? undefined : { firstLine: 0 },
    children: runs(source, notes),
  })
}

function grid({ rows, columns, headerRows }: Extract<PrintBlock, { type: 'table' }>, place: Place): Table {
  const line = { style: BorderStyle.SINGLE, size: table.strokePt * 8, color: '000000' }
  const widths = columns.map((share) => twips(share * place.widthMm))
  const isLandscape = place.widthMm > TEXT_WIDTH_MM
  const starts = cellColumns(rows)
  return new Table({
    layout: TableLayoutType.FIXED,
    width: { size: widths.reduce((sum, width) => sum + width, 0), type: WidthType.DXA },
    columnWidths: widths,
    borders: { top: line, bottom: line, left: line, right: line, insideHorizontal: line, insideVertical: line },
    margins: {
      left: twips(table.insetXMm),
      right: twips(table.insetXMm),
      top: twips(table.insetYMm),
      bottom: twips(table.insetYMm),
    },
    rows: rows.map((cells, y) => {
      const placed = cells.map((cell, index) => {
        const start = starts[y]?.[index] ?? 0
        const share = columns.slice(start, start + cell.colspan).reduce((sum, column) => sum + column, 0)
        const width = widths.slice(start, start + cell.colspan).reduce((sum, one) => sum + one, 0)
        return { ...cell, width, roomMm: Math.max(share * place.widthMm - 2 * table.insetXMm, 1) }
      })
      return new TableRow({
        cantSplit: placed.every(({ blocks, roomMm }) => isLow(blocks, roomMm, isLandscape)) || undefined,
        tableHeader: y < headerRows,
        children: placed.map(({ blocks, colspan, rowspan, isHeader, width, roomMm }) => {
          const inner = { ...place, numbers: [], widthMm: roomMm, isLandscape, cell: { isHeader }, keepLast: false }
          const children = content(blocks, inner)
          return new TableCell({
            columnSpan: colspan,
            rowSpan: rowspan,
            width: { size: width, type: WidthType.DXA },
            verticalAlign: isHeader ? VerticalAlignTable.CENTER : VerticalAlignTable.TOP,
            children: children.length > 0 ? children : [new Paragraph({ style: STYLE.cell, children: [] })],
          })
        }),
      })
    }),
  })
}
