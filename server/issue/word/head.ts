/** Ô 1–5 and 9a: letterhead, stamps, title, addressees and authority. */
import {
  AlignmentType,
  BorderStyle,
  HeightRule,
  LineRuleType,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  WidthType,
} from 'docx'
import { MEASURES } from '../../../src/lib/document/measures.ts'
import type { PrintModel } from '../../../src/lib/document/model.ts'
import { SHEET_ABOUT, SHEET_BOX } from '../../../src/lib/document/print/lines.ts'
import { rule, textWidth } from './lines.ts'
import { noBorders, noTableBorders, single, text, twips, twipsOfPt } from './units.ts'

const { columns, letterhead: sizes, title, stamp, body, rule: shares, telegram: place, sheet: box, table } = MEASURES
const TEXT_MM = columns.leftMm + columns.rightMm

interface LineLook {
  sizePt: number
  bold?: boolean
  italics?: boolean
  beforePt?: number
  /** Stays on one page with the next. */
  keepNext?: boolean
}

export function centred(words: string, { beforePt = 0, keepNext = false, ...look }: LineLook): Paragraph {
  return new Paragraph({
    alignment: AlignmentType.CENTER,
    indent: { firstLine: 0 },
    keepNext,
    spacing: { ...single, before: twipsOfPt(beforePt) },
    children: text(words, look),
  })
}

/** Two columns without borders; each cell of `rows` is a list of paragraphs. */
export function twoColumns(rows: [Paragraph[], Paragraph[]][], { isWhole = false } = {}): Table {
  const widths = [twips(columns.leftMm), twips(columns.rightMm)] as const
  return new Table({
    layout: TableLayoutType.FIXED,
    width: { size: widths[0] + widths[1], type: WidthType.DXA },
    columnWidths: widths,
    borders: noTableBorders,
    margins: { left: 0, right: 0, top: 0, bottom: 0 },
    rows: rows.map(
      (cells) =>
        new TableRow({
          cantSplit: isWhole,
          children: cells.map(
            (children, at) =>
              new TableCell({ borders: noBorders, width: { size: widths[at] ?? 0, type: WidthType.DXA }, children }),
          ),
        }),
    ),
  })
}

/** Who issues the document; a table of its own above one that is put into force with it (Mẫu 1.3). */
export function names({ letterhead }: PrintModel): Table {
  return twoColumns([nameRow(letterhead)])
}

function nameRow({ parent, agency, country, motto }: PrintModel['letterhead']): [Paragraph[], Paragraph[]] {
  const longest = Math.max(...agency.map((name) => textWidth(name, sizes.agencyPt)))
  const name = [
    ...parent.map((line) => centred(line, { sizePt: sizes.parentPt })),
    ...agency.map((line) => centred(line, { sizePt: sizes.agencyPt, bold: true })),
    rule(Math.min(longest, columns.leftMm) * shares.agencyShare, columns.leftMm),
  ]
  if (country === '') return [name, [centred('', { sizePt: sizes.countryPt })]]
  const nation = [
    centred(country, { sizePt: sizes.countryPt, bold: true }),
    centred(motto, { sizePt: sizes.mottoPt, bold: true }),
    rule(textWidth(motto, sizes.mottoPt), columns.rightMm),
  ]
  return [name, nation]
}

/** Number and date share a row, so that they stay level however often the agency's name wraps. */
export function letterhead(model: PrintModel): Table {
  const { number, placeDate } = model.letterhead
  const left = [centred(number, { sizePt: sizes.numberPt, beforePt: 6 })]
  if (model.letterSubject) left.push(centred(model.letterSubject, { sizePt: sizes.letterSubjectPt, beforePt: 6 }))
  if (model.urgency) left.push(...urgency(model.urgency))
  return twoColumns([
    nameRow(model.letterhead),
    [left, [centred(placeDate, { sizePt: sizes.placeDatePt, italics: true, beforePt: 6 })]],
  ])
}

/** Ô 10b: a red frame of the size the decree fixes. */
function urgency(words: string): Paragraph[] {
  const widthMm = stampWidth(words)
  return [
    new Paragraph({ spacing: { line: twipsOfPt(8), lineRule: LineRuleType.EXACT, before: 0, after: 0 }, children: [] }),
    frame(words, widthMm, columns.leftMm, 'E30613'),
  ]
}

/** Ô 11, for the head of page 1: centred over the right column. */
export function circulation(words: string): Paragraph {
  const widthMm = textWidth(words, stamp.sizePt) + 6
  return frame(words, widthMm, columns.rightMm, '000000', columns.leftMm)
}

function stampWidth(words: string): number {
  const fixed: Readonly<Record<string, number>> = stamp.widthMm
  return fixed[words] ?? textWidth(words, stamp.sizePt) + 6
}

/** Bold words in a frame, centred in a column that begins `offsetMm` from the left margin. */
function frame(words: string, widthMm: number, columnMm: number, color: string, offsetMm = 0): Paragraph {
  const side = (columnMm - widthMm) / 2
  const edge = { style: BorderStyle.SINGLE, size: 6, space: 3, color }
  return new Paragraph({
    alignment: AlignmentType.CENTER,
    indent: { left: twips(offsetMm + side), right: twips(side), firstLine: 0 },
    spacing: single,
    border: { top: edge, bottom: edge, left: { ...edge, space: 0 }, right: { ...edge, space: 0 } },
    children: text(words, { sizePt: stamp.sizePt, bold: true, color }),
  })
}

export function titleBlock({ name, subject }: { name: string; subject: string }): Paragraph[] {
  const side = twips((TEXT_MM - title.widthMm) / 2)
  const line = (words: string, before: number) =>
    new Paragraph({
      style: 'Title',
      indent: { left: side, right: side, firstLine: 0 },
      spacing: { ...single, before: twipsOfPt(before) },
      children: text(words, { sizePt: title.sizePt, bold: true }),
    })
  if (subject === '') return [line(name, 18)]
  const longest = Math.max(...subject.split('\n').map((words) => textWidth(words, title.sizePt)))
  return [line(name, 18), line(subject, 0), rule(Math.min(longest, title.widthMm) * shares.subjectShare, TEXT_MM, 14)]
}

/** Ô 9a, with the lead that the kind has. */
export function addressedTo({ addressLead, addressees: names }: PrintModel): Paragraph[] {
  if (names.length === 0) return []
  return addressLead === undefined ? addressees(names) : telegram(addressLead, names)
}

/** One addressee on the line of "Kính gửi:"; several with their dashes under the colon. */
function addressees(names: readonly string[]): Paragraph[] {
  const before = twipsOfPt(12)
  const [only, ...others] = names
  if (only !== undefined && others.length === 0) {
    return [
      new Paragraph({
        alignment: AlignmentType.CENTER,
        indent: { firstLine: 0 },
        spacing: { before, after: before },
        children: text(`Kính gửi: ${only}`),
      }),
    ]
  }
  return [
    new Paragraph({
      alignment: AlignmentType.LEFT,
      indent: { left: twips(CALL_MM), firstLine: 0 },
      spacing: { before, after: 0 },
      children: text('Kính gửi:'),
    }),
    ...listed(names, CALL_MM + COLON_MM),
  ]
}

/** Where "Kính gửi:" begins, so that the block stands about the middle of the page; its colon in 14 pt. */
const CALL_MM = 25
const COLON_MM = 18
/** The dash with its blank. */
const DASH_MM = 3

/** Mẫu 1.6: who telegraphs is centred; whom to stands below. */
function telegram(lead: string, names: readonly string[]): Paragraph[] {
  const side = twips((TEXT_MM - title.widthMm) / 2)
  return [
    new Paragraph({
      alignment: AlignmentType.CENTER,
      indent: { left: side, right: side, firstLine: 0 },
      keepNext: true,
      spacing: { before: twipsOfPt(12), after: twipsOfPt(body.gapPt) },
      children: text(lead),
    }),
    ...listed(names, place.leftMm, TEXT_MM - place.leftMm - place.widthMm),
  ]
}

/** Each on a line of its own, the words hanging behind their dash. */
function listed(names: readonly string[], leftMm: number, rightMm = 0): Paragraph[] {
  const dash = names.length > 1 ? twips(DASH_MM) : 0
  return names.map(
    (name, at) =>
      new Paragraph({
        alignment: AlignmentType.LEFT,
        indent: { left: twips(leftMm) + dash, right: twips(rightMm), hanging: dash },
        spacing: { before: 0, after: at === names.length - 1 ? twipsOfPt(12) : 0 },
        children: text(name),
      }),
  )
}

/** The line of authority, and "QUYẾT ĐỊNH:". */
export function centredLine(words: string): Paragraph {
  return new Paragraph({
    alignment: AlignmentType.CENTER,
    indent: { firstLine: 0 },
    keepNext: true,
    spacing: { before: twipsOfPt(12), after: twipsOfPt(12) },
    children: text(words, { sizePt: body.sizePt, bold: true }),
  })
}

/** A phiếu trình: what it is about, and the box for the words of its leader, as high as a hand needs at least. */
export function sheet({ about, words }: NonNullable<PrintModel['sheet']>): (Paragraph | Table)[] {
  const line = { style: BorderStyle.SINGLE, size: table.strokePt * 8, color: '000000' }
  const width = { size: twips(TEXT_MM), type: WidthType.DXA }
  const inset = twips(box.insetMm)
  const said = words.map((each) => new Paragraph({ indent: { firstLine: 0 }, children: text(each) }))
  return [
    new Paragraph({ keepNext: true, children: [...text(`${SHEET_ABOUT} `, { bold: true }), ...text(about)] }),
    new Table({
      layout: TableLayoutType.FIXED,
      width,
      columnWidths: [width.size],
      borders: { top: line, bottom: line, left: line, right: line, insideHorizontal: line, insideVertical: line },
      margins: { left: inset, right: inset, top: inset, bottom: inset },
      rows: [
        new TableRow({
          height: { value: twips(box.boxMm), rule: HeightRule.ATLEAST },
          children: [
            new TableCell({ width, children: [centred(SHEET_BOX, { sizePt: body.sizePt, bold: true }), ...said] }),
          ],
        }),
      ],
    }),
    new Paragraph({ spacing: { ...single, line: twipsOfPt(8), lineRule: LineRuleType.EXACT }, children: [] }),
  ]
}
