/** Ô 1–5 and 9a: letterhead, stamps, title, addressees and authority. */
import {
  AlignmentType,
  BorderStyle,
  HeightRule,
  type IParagraphOptions,
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
import { STYLE } from './style-names.ts'
import { noBorders, noTableBorders, text, twips, twipsOfPt } from './units.ts'

const { columns, letterhead: sizes, title, stamp, body, rule: shares, telegram: place, sheet: box, table } = MEASURES
const TEXT_MM = columns.leftMm + columns.rightMm

/** A paragraph of this style; `own`: what differs from it. */
export function styled(
  style: string,
  words: string,
  own: Omit<IParagraphOptions, 'style' | 'children'> = {},
): Paragraph {
  return new Paragraph({ ...own, style, children: text(words) })
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
  const longest = Math.max(0, ...agency.map((name) => textWidth(name, sizes.agencyPt)))
  const name = [
    ...parent.map((line) => styled(STYLE.parent, line)),
    ...agency.map((line) => styled(STYLE.agency, line)),
    rule(Math.min(longest, columns.leftMm) * shares.agencyShare, columns.leftMm),
  ]
  if (country === '') return [name, [styled(STYLE.country, '')]]
  const nation = [
    styled(STYLE.country, country),
    styled(STYLE.motto, motto),
    rule(textWidth(motto, sizes.mottoPt), columns.rightMm),
  ]
  return [name, nation]
}

/** Number and date share a row, so that they stay level however often the agency's name wraps. */
export function letterhead(model: PrintModel): Table {
  const { number, placeDate } = model.letterhead
  const left = [styled(STYLE.number, number)]
  if (model.letterSubject) left.push(styled(STYLE.letterSubject, model.letterSubject, { indent: letterSubjectSides }))
  if (model.urgency) left.push(urgency(model.urgency))
  return twoColumns([nameRow(model.letterhead), [left, [styled(STYLE.placeDate, placeDate)]]])
}

const letterSubjectSide = twips((columns.leftMm - sizes.letterSubjectWidthMm) / 2)
const letterSubjectSides = { left: letterSubjectSide, right: letterSubjectSide }

/** Ô 10b: a red frame of the size the decree fixes. */
function urgency(words: string): Paragraph {
  return frame(words, { widthMm: stampWidth(words), columnMm: columns.leftMm, color: 'E30613', beforePt: 10 })
}

/** Ô 11, for the head of page 1: centred over the right column. */
export function circulation(words: string): Paragraph {
  const widthMm = textWidth(words, stamp.sizePt) + 6
  return frame(words, { widthMm, columnMm: columns.rightMm, offsetMm: columns.leftMm, color: '000000' })
}

function stampWidth(words: string): number {
  const fixed: Readonly<Record<string, number>> = stamp.widthMm
  return fixed[words] ?? textWidth(words, stamp.sizePt) + 6
}

interface Frame {
  widthMm: number
  /** Centred in this column, */
  columnMm: number
  /** which begins here, from the left margin. */
  offsetMm?: number
  color: string
  beforePt?: number
}

function frame(words: string, { widthMm, columnMm, offsetMm = 0, color, beforePt = 0 }: Frame): Paragraph {
  const side = (columnMm - widthMm) / 2
  const edge = { style: BorderStyle.SINGLE, size: 6, space: 3, color }
  return new Paragraph({
    style: STYLE.stamp,
    indent: { left: twips(offsetMm + side), right: twips(side) },
    spacing: beforePt > 0 ? { before: twipsOfPt(beforePt) } : undefined,
    border: { top: edge, bottom: edge, left: { ...edge, space: 0 }, right: { ...edge, space: 0 } },
    children: text(words, { color }),
  })
}

export function titleBlock({ name, subject }: { name: string; subject: string }): Paragraph[] {
  const side = twips((TEXT_MM - title.widthMm) / 2)
  const indent = { left: side, right: side }
  if (subject === '') return [styled(STYLE.name, name, { indent })]
  const longest = Math.max(...subject.split('\n').map((words) => textWidth(words, title.sizePt)))
  const underline = rule(Math.min(longest, title.widthMm) * shares.subjectShare, TEXT_MM, 14)
  return [styled(STYLE.name, name, { indent }), styled(STYLE.subject, subject, { indent }), underline]
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
    const own = { alignment: AlignmentType.CENTER, spacing: { before, after: before } }
    return [styled(STYLE.addressed, `Kính gửi: ${only}`, own)]
  }
  const call = styled(STYLE.addressed, 'Kính gửi:', { indent: { left: twips(CALL_MM) }, spacing: { before } })
  return [call, ...listed(names, CALL_MM + COLON_MM)]
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
    styled(STYLE.addressed, lead, {
      alignment: AlignmentType.CENTER,
      indent: { left: side, right: side },
      keepNext: true,
      spacing: { before: twipsOfPt(12), after: twipsOfPt(body.gapPt) },
    }),
    ...listed(names, place.leftMm, TEXT_MM - place.leftMm - place.widthMm),
  ]
}

/** Each on a line of its own, the words hanging behind their dash. */
function listed(names: readonly string[], leftMm: number, rightMm = 0): Paragraph[] {
  const dash = names.length > 1 ? twips(DASH_MM) : 0
  return names.map((name, at) =>
    styled(STYLE.addressed, name, {
      indent: { left: twips(leftMm) + dash, right: twips(rightMm), hanging: dash },
      spacing: at === names.length - 1 ? { after: twipsOfPt(12) } : undefined,
    }),
  )
}

/** The line of authority, and "QUYẾT ĐỊNH:". */
export const authority = (words: string): Paragraph => styled(STYLE.authority, words)

/** A phiếu trình: what it is about, and the box for the words of its leader, as high as a hand needs at least. */
export function sheet({ about, words }: NonNullable<PrintModel['sheet']>): (Paragraph | Table)[] {
  const line = { style: BorderStyle.SINGLE, size: table.strokePt * 8, color: '000000' }
  const width = { size: twips(TEXT_MM), type: WidthType.DXA }
  const inset = twips(box.insetMm)
  const said = words.map((each) => styled(STYLE.body, each, { indent: { firstLine: 0 } }))
  return [
    new Paragraph({
      style: STYLE.body,
      keepNext: true,
      children: [...text(`${SHEET_ABOUT} `, { bold: true }), ...text(about)],
    }),
    new Table({
      layout: TableLayoutType.FIXED,
      width,
      columnWidths: [width.size],
      borders: { top: line, bottom: line, left: line, right: line, insideHorizontal: line, insideVertical: line },
      margins: { left: inset, right: inset, top: inset, bottom: inset },
      rows: [
        new TableRow({
          height: { value: twips(box.boxMm), rule: HeightRule.ATLEAST },
          children: [new TableCell({ width, children: [styled(STYLE.capacity, SHEET_BOX), ...said] })],
        }),
      ],
    }),
    new Paragraph({ style: STYLE.gap, children: [] }),
  ]
}
