/** Ô 6: the content. Labels are text, not Word's own numbering, so that what was numbered stays what it was. */
import {
  AlignmentType,
  BorderStyle,
  ImageRun,
  LineRuleType,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  VerticalAlignTable,
  WidthType,
} from 'docx'
import { imageType, printedSize, TEXT_WIDTH_MM } from '../../../src/lib/document/image.ts'
import { MEASURES } from '../../../src/lib/document/measures.ts'
import type { PrintBlock, Run } from '../../../src/lib/document/model.ts'
import { cellColumns } from '../typeset/blocks.ts'
import { clauseForm, headingDepths } from '../typeset/clause-form.ts'
import { centredLine } from './head.ts'
import { ALIGN, type Footnotes, type Look, runs, tagged, twips, twipsOfPt } from './units.ts'

const { body, table } = MEASURES
const CELL_SPACING = { line: twipsOfPt(table.linePt), lineRule: LineRuleType.AT_LEAST, before: 0, after: twipsOfPt(2) }
const LEAD_SPACING = { before: twipsOfPt(14), after: twipsOfPt(8) }
/** Between a table and what follows: without a paragraph there, Word would grow two tables into one. */
const AFTER_TABLE = { line: twipsOfPt(8), lineRule: LineRuleType.EXACT, before: 0, after: 0 }

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
  isLandscape?: boolean
  cell?: { isHeader: boolean }
  /** Holds the last paragraph on one page with what follows it. */
  keepLast?: boolean
}

export function content(blocks: readonly PrintBlock[], place: Place): (Paragraph | Table)[] {
  const depths = headingDepths(blocks)
  const written = (block: PrintBlock, at: number): (Paragraph | Table)[] => {
    const keepNext = place.keepLast === true && at === blocks.length - 1
    switch (block.type) {
      case 'paragraph':
        return [paragraph(block, place, keepNext)]
      case 'basis':
        return [new Paragraph({ keepNext, children: runs(block.runs, place.notes, { italics: true }) })]
      case 'formula':
        return [centredLine(block.text)]
      case 'clause': {
        const form = clauseForm(block)
        if (form === 'plain') {
          const label: Run = { text: `${block.label} `, bold: block.level === 'dieu', ...labelTag(block) }
          return [new Paragraph({ keepNext, children: runs([label, ...block.runs], place.notes) })]
        }
        const isLead = form === 'lead'
        const label: Run = {
          text: block.label + (block.runs.length === 0 ? '' : isLead ? '\n' : ' '),
          ...labelTag(block),
        }
        return [
          new Paragraph({
            style: `Heading${depths.get(block.level) ?? 2}`,
            ...(isLead ? { alignment: AlignmentType.CENTER, indent: { firstLine: 0 }, spacing: LEAD_SPACING } : {}),
            children: runs([label, ...block.runs], place.notes, { bold: true }),
          }),
        ]
      }
      case 'table':
        return [grid(block, place), new Paragraph({ spacing: AFTER_TABLE, children: [] })]
      case 'image':
        return [picture(block, place)]
      case 'page-break':
        return [new Paragraph({ pageBreakBefore: true, spacing: AFTER_TABLE, children: [] })]
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

/** Numbers are the document's own, and not among the words that somebody put in or took out. */
export const LABEL = -1

/** The tag of a label in a text that is read for its suggestions. */
export const labelTag = ({ tag }: PrintBlock) => (tag === undefined ? {} : { tag: LABEL })

/** Pixels of 1/96 inch: what `docx` counts images in. */
const pixels = (mm: number) => Math.round((mm / 25.4) * 96)

/** In a line of its own, with the line below it, its caption, on its page. */
function picture(
  block: Extract<PrintBlock, { type: 'image' }>,
  { widthMm: room, isLandscape = room > TEXT_WIDTH_MM, cell, pictures }: Place,
): Paragraph {
  const data = pictures.bytes.get(block.hash)
  const type = data && imageType(data)
  if (!data || !type) throw new Error(`the bytes of the image ${block.hash} are missing`)
  const { widthMm, heightMm } = printedSize(block, isLandscape, cell ? room : undefined)
  const id = String(++pictures.count)
  return new Paragraph({
    alignment: AlignmentType.CENTER,
    indent: { firstLine: 0 },
    spacing: { line: 240, lineRule: LineRuleType.AUTO },
    keepNext: !cell,
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

function paragraph(
  { runs: source, align, indent }: Extract<PrintBlock, { type: 'paragraph' }>,
  { cell, notes }: Place,
  keepNext: boolean,
): Paragraph {
  const look: Look = cell ? { sizePt: table.sizePt, bold: cell.isHeader } : {}
  const isIndented = indent && (align === 'justify' || align === 'left')
  return new Paragraph({
    alignment: ALIGN[align],
    indent: { firstLine: isIndented ? twips(body.indentMm) : 0 },
    keepNext,
    ...(cell ? { spacing: CELL_SPACING } : {}),
    children: runs(source, notes, look),
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
    rows: rows.map(
      (cells, y) =>
        new TableRow({
          tableHeader: y < headerRows,
          children: cells.map(({ blocks, colspan, rowspan, isHeader }, index) => {
            const start = starts[y]?.[index] ?? 0
            const share = columns.slice(start, start + colspan).reduce((sum, column) => sum + column, 0)
            const widthMm = Math.max(share * place.widthMm - 2 * table.insetXMm, 1)
            const children = content(blocks, { ...place, widthMm, isLandscape, cell: { isHeader }, keepLast: false })
            return new TableCell({
              columnSpan: colspan,
              rowSpan: rowspan,
              verticalAlign: isHeader ? VerticalAlignTable.CENTER : VerticalAlignTable.TOP,
              children: children.length > 0 ? children : [new Paragraph({ spacing: CELL_SPACING, children: [] })],
            })
          }),
        }),
    ),
  })
}
