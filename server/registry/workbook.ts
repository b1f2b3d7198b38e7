/**
 * The form of Phụ lục IV as a workbook (ECMA-376): a CSV opens in one column where the computer's list separator is ";", as
 * it is on Vietnamese ones. Cells are text, which no spreadsheet runs as a formula.
 */
import { setImmediate as breathe } from 'node:timers/promises'
import { type AsyncZippable, strToU8, zip } from 'fflate'
import { REGISTER_COLUMNS } from '../../src/lib/document/register-form.ts'
import { writtenInSheet } from '../../src/lib/sheet-text.ts'

/** Lines made without a pause: a register of years must not hold up others. */
const LINES_AT_ONCE = 500
/** Of each column, in characters. */
const WIDTHS = [16, 12, 48, 20, 32, 18, 9, 12, 14, 28]
const HEAD_LINES = 3

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

/** Styles by their place in `styles`. */
const TITLE = 1
const HEADING = 2
const CELL = 3
const COUNT = 4
const TITLE_LEFT = 5

/** A line of the second sheet: what it is, and how much; a head alone has no amount. */
export type SummaryLine = [name: string, amount: string | number]

/** `title` stands above the columns: which register, which year. `summary`: what it adds up to, on a sheet of its own. */
export async function toWorkbook(title: string, lines: string[][], summary: SummaryLine[] = []): Promise<Uint8Array> {
  const files: AsyncZippable = {
    '[Content_Types].xml': strToU8(contentTypes),
    '_rels/.rels': strToU8(relations('officeDocument', 'xl/workbook.xml')),
    'xl/workbook.xml': strToU8(workbook),
    'xl/_rels/workbook.xml.rels': strToU8(
      relationList([
        ['rId1', 'worksheet', 'worksheets/sheet1.xml'],
        ['rId2', 'styles', 'styles.xml'],
        ['rId3', 'worksheet', 'worksheets/sheet2.xml'],
      ]),
    ),
    'xl/styles.xml': strToU8(styles),
    'xl/worksheets/sheet1.xml': await sheet(title, lines),
    'xl/worksheets/sheet2.xml': strToU8(summarySheet(title, summary)),
  }
  return new Promise((resolve, reject) => {
    zip(files, (error, bytes) => (error ? reject(error) : resolve(bytes)))
  })
}

async function sheet(title: string, lines: string[][]): Promise<Uint8Array> {
  const parts = [
    `${XML}<worksheet xmlns="${MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>` +
      `<sheetViews><sheetView workbookViewId="0"><pane ySplit="${HEAD_LINES}" topLeftCell="A${HEAD_LINES + 1}" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>` +
      `<cols>${WIDTHS.map((width, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`).join('')}</cols><sheetData>`,
    row(1, [title], TITLE),
    row(2, [...REGISTER_COLUMNS], HEADING),
    row(
      HEAD_LINES,
      REGISTER_COLUMNS.map((_, at) => `(${at + 1})`),
      HEADING,
    ),
  ]
  for (let from = 0; from < lines.length; from += LINES_AT_ONCE) {
    const some = lines.slice(from, from + LINES_AT_ONCE)
    parts.push(some.map((line, at) => row(HEAD_LINES + 1 + from + at, line, CELL)).join(''))
    await breathe()
  }
  parts.push(
    `</sheetData><autoFilter ref="A${HEAD_LINES}:${letterOf(REGISTER_COLUMNS.length - 1)}${HEAD_LINES + lines.length}"/><mergeCells count="1"><mergeCell ref="A1:${letterOf(REGISTER_COLUMNS.length - 1)}1"/></mergeCells>` +
      '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.5" header="0.3" footer="0.3"/>' +
      '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/></worksheet>',
  )
  return strToU8(parts.join(''))
}

function summarySheet(title: string, summary: SummaryLine[]): string {
  const rows = summary.map(([name, amount], at) => {
    const number = at + 2
    const counted =
      typeof amount === 'number'
        ? `<c r="B${number}" s="${COUNT}"><v>${amount}</v></c>`
        : cell('B', number, amount, amount === '' ? 0 : CELL)
    return `<row r="${number}">${cell('A', number, name, amount === '' ? TITLE_LEFT : CELL)}${counted}</row>`
  })
  return (
    `${XML}<worksheet xmlns="${MAIN}"><cols><col min="1" max="1" width="44" customWidth="1"/><col min="2" max="2" width="30" customWidth="1"/></cols>` +
    `<sheetData>${row(1, [title], TITLE_LEFT)}${rows.join('')}</sheetData></worksheet>`
  )
}

const letterOf = (column: number) => String.fromCharCode(65 + column)

function row(number: number, cells: string[], style: number): string {
  return `<row r="${number}">${cells.map((text, at) => cell(letterOf(at), number, text, style)).join('')}</row>`
}

function cell(letter: string, number: number, text: string, style: number): string {
  const place = `r="${letter}${number}" s="${style}"`
  return text === ''
    ? `<c ${place}/>`
    : `<c ${place} t="inlineStr"><is><t xml:space="preserve">${writtenInSheet(text)}</t></is></c>`
}

const relation = (id: string, type: string, target: string) =>
  `<Relationship Id="${id}" Type="${RELATIONS}/${type}" Target="${target}"/>`
const relationList = (all: [id: string, type: string, target: string][]) =>
  `${XML}<Relationships xmlns="${PACKAGE}/relationships">${all.map((one) => relation(...one)).join('')}</Relationships>`
const relations = (type: string, target: string) => relationList([['rId1', type, target]])

const contentTypes =
  `${XML}<Types xmlns="${PACKAGE}/content-types">` +
  '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
  '<Default Extension="xml" ContentType="application/xml"/>' +
  `<Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/>` +
  `<Override PartName="/xl/worksheets/sheet1.xml" ContentType="${TYPE}.worksheet+xml"/>` +
  `<Override PartName="/xl/worksheets/sheet2.xml" ContentType="${TYPE}.worksheet+xml"/>` +
  `<Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/></Types>`

/** The heads are printed on every sheet of paper. */
const workbook =
  `${XML}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}">` +
  '<sheets><sheet name="Sổ đăng ký" sheetId="1" r:id="rId1"/><sheet name="Tổng hợp" sheetId="2" r:id="rId3"/></sheets>' +
  `<definedNames><definedName name="_xlnm.Print_Titles" localSheetId="0">'Sổ đăng ký'!$2:$${HEAD_LINES}</definedName></definedNames></workbook>`

const FONT = '<sz val="11"/><name val="Times New Roman"/><family val="1"/>'
const EDGE = ['left', 'right', 'top', 'bottom'].map((side) => `<${side} style="thin"/>`).join('')
const styles =
  `${XML}<styleSheet xmlns="${MAIN}"><fonts count="2"><font>${FONT}</font><font><b/>${FONT}</font></fonts>` +
  '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
  `<borders count="2"><border/><border>${EDGE}<diagonal/></border></borders>` +
  '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="6">' +
  '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>' +
  '<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1" applyAlignment="1"><alignment horizontal="center"/></xf>' +
  '<xf numFmtId="49" fontId="1" fillId="0" borderId="1" xfId="0" applyFont="1" applyBorder="1" applyAlignment="1"><alignment horizontal="center" vertical="center" wrapText="1"/></xf>' +
  '<xf numFmtId="49" fontId="0" fillId="0" borderId="1" xfId="0" applyNumberFormat="1" applyBorder="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>' +
  '<xf numFmtId="1" fontId="0" fillId="0" borderId="1" xfId="0" applyNumberFormat="1" applyBorder="1"/>' +
  '<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>' +
  '</cellXfs></styleSheet>'
