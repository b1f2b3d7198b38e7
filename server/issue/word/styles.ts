/**
 * The styles of the Word file, by the names that an office gives to the parts of a document: what a clerk who goes on working
 * in it changes once, for the whole of it. Clauses bring their numbers along.
 */
import { MEASURES } from '../../../src/lib/document/measures.ts'
import type { ClauseStyle } from './clause-styles.ts'
import { DECLARATION, element, writeXml, type Xml } from './revisions/xml.ts'
import { STYLE } from './style-names.ts'
import { CELL_GAP_PT, size, twips, twipsOfPt } from './units.ts'

const { body, table, title, letterhead, closing, contact, draftingMark, footnote, pageNumber, stamp, signature } =
  MEASURES
const FONT = 'Times New Roman'
const NAMESPACE = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'

/** Lengths in twentieths of a point, as Word counts them. */
interface Paragraph {
  keepNext?: boolean
  keepLines?: boolean
  list?: { level: number; number: number }
  /** `exact`: a fixed height, otherwise the least; without `line` one of the letters' own. */
  spacing?: { before?: number; after?: number; line?: number; exact?: boolean }
  indent?: { left?: number; firstLine?: number; hanging?: number }
  align?: 'left' | 'center' | 'both'
  /** From 0. */
  outline?: number
}

interface Letters {
  sizePt?: number
  bold?: boolean
  italic?: boolean
  color?: string
  script?: 'superscript'
}

interface Style {
  id: string
  name: string
  /** A name of ours beside one that Word knows. */
  alias?: string
  basedOn?: string
  /** Of the paragraph behind it; its own unless it is said. */
  next?: string
  /** Not for hands: what the program makes itself. */
  isHidden?: boolean
  paragraph?: Paragraph
  letters?: Letters
}

const single = { before: 0, after: 0 }
const running = { before: 0, after: twipsOfPt(body.gapPt), line: twipsOfPt(body.linePt) }
const firstLine = { firstLine: twips(body.indentMm) }
const centred: Paragraph = { align: 'center' }
const boldLine = (id: string, name: string, sizePt: number): Style => ({
  ...{ id, name, paragraph: { ...centred, spacing: single } },
  letters: { sizePt, bold: true },
})

/** In the order of a document, from its head to its foot. */
const PARTS: readonly Style[] = [
  {
    ...{ id: STYLE.body, name: 'Body Text', alias: 'Nội dung' },
    paragraph: { spacing: running, indent: firstLine, align: 'both' },
  },
  { id: STYLE.parent, name: 'Cơ quan chủ quản', paragraph: centred, letters: { sizePt: letterhead.parentPt } },
  boldLine(STYLE.agency, 'Cơ quan ban hành', letterhead.agencyPt),
  boldLine(STYLE.country, 'Quốc hiệu', letterhead.countryPt),
  boldLine(STYLE.motto, 'Tiêu ngữ', letterhead.mottoPt),
  {
    ...{ id: STYLE.number, name: 'Số và ký hiệu', paragraph: { ...centred, spacing: { before: twipsOfPt(6) } } },
    letters: { sizePt: letterhead.numberPt },
  },
  {
    ...{ id: STYLE.placeDate, name: 'Địa danh và thời gian' },
    paragraph: { ...centred, spacing: { before: twipsOfPt(6) } },
    letters: { sizePt: letterhead.placeDatePt, italic: true },
  },
  {
    ...{ id: STYLE.letterSubject, name: 'Trích yếu công văn' },
    paragraph: { ...centred, spacing: { before: twipsOfPt(6) } },
    letters: { sizePt: letterhead.letterSubjectPt },
  },
  boldLine(STYLE.stamp, 'Dấu chỉ mức độ', stamp.sizePt),
  {
    ...{ id: STYLE.name, name: 'Title', alias: 'Tên loại văn bản', next: STYLE.subject },
    paragraph: { ...centred, keepNext: true, spacing: { before: twipsOfPt(18), after: 0 } },
    letters: { sizePt: title.sizePt, bold: true },
  },
  {
    ...{ id: STYLE.subject, name: 'Subtitle', alias: 'Trích yếu', next: STYLE.body },
    paragraph: { ...centred, keepNext: true, spacing: single },
    letters: { sizePt: title.sizePt, bold: true },
  },
  { id: STYLE.addressed, name: 'Kính gửi', paragraph: { spacing: { ...running, after: 0 }, align: 'left' } },
  { id: STYLE.basis, name: 'Căn cứ', basedOn: STYLE.body, letters: { italic: true } },
  {
    ...{ id: STYLE.authority, name: 'Thẩm quyền ban hành', next: STYLE.body, letters: { bold: true } },
    paragraph: { ...centred, keepNext: true, spacing: { ...running, before: twipsOfPt(12), after: twipsOfPt(12) } },
  },
  {
    ...{ id: STYLE.cell, name: 'Nội dung bảng', letters: { sizePt: table.sizePt } },
    paragraph: { spacing: { before: 0, after: twipsOfPt(CELL_GAP_PT), line: twipsOfPt(table.linePt) }, align: 'left' },
  },
  { id: STYLE.cellHead, name: 'Đầu bảng', basedOn: STYLE.cell, paragraph: centred, letters: { bold: true } },
  { id: STYLE.image, name: 'Hình', next: STYLE.body, paragraph: centred },
  {
    ...{ id: STYLE.receiversHead, name: 'Nơi nhận', next: STYLE.receivers },
    paragraph: { spacing: { before: twipsOfPt(12) }, align: 'left' },
    letters: { sizePt: closing.headPt, bold: true, italic: true },
  },
  {
    ...{ id: STYLE.receivers, name: 'Danh sách nơi nhận', letters: { sizePt: closing.listPt } },
    paragraph: { indent: { left: twips(2), hanging: twips(2) }, align: 'left' },
  },
  {
    ...{ id: STYLE.draftingMark, name: 'Ký hiệu người soạn thảo' },
    paragraph: { spacing: { before: twipsOfPt(6) }, align: 'left' },
    letters: { sizePt: draftingMark.sizePt },
  },
  boldLine(STYLE.capacity, 'Quyền hạn và chức vụ người ký', closing.sizePt),
  {
    ...{ id: STYLE.signer, name: 'Họ tên người ký', letters: { sizePt: closing.sizePt, bold: true } },
    paragraph: { ...centred, spacing: { before: twips(signature.roomMm), after: 0 } },
  },
  {
    ...{ id: STYLE.pointer, name: 'Chỉ dẫn kèm theo', next: STYLE.body },
    paragraph: { ...centred, keepNext: true },
    letters: { sizePt: title.sizePt, italic: true },
  },
  {
    ...{ id: STYLE.contact, name: 'Thông tin liên hệ', paragraph: { align: 'left' } },
    letters: { sizePt: contact.sizePt },
  },
  { id: STYLE.pageNumber, name: 'Số trang', paragraph: centred, letters: { sizePt: pageNumber.sizePt } },
  { id: STYLE.note, name: 'footnote text', paragraph: { align: 'both' }, letters: { sizePt: footnote.sizePt } },
  {
    ...{ id: STYLE.rule, name: 'Đường kẻ', isHidden: true },
    paragraph: { ...centred, spacing: { ...single, line: twipsOfPt(2), exact: true } },
  },
  {
    ...{ id: STYLE.gap, name: 'Khoảng cách', isHidden: true },
    paragraph: { spacing: { ...single, line: twipsOfPt(8), exact: true } },
  },
]

/** `word/styles.xml` of a document with these clauses. */
export function stylesPart(clauses: readonly ClauseStyle[]): string {
  const all = [...PARTS, ...clauses.map(styleOfClause)]
  return DECLARATION + writeXml(element('w:styles', { 'xmlns:w': NAMESPACE }, [DEFAULTS, ...FIXED, ...all.map(xmlOf)]))
}

function styleOfClause({ id, name, alias, form, outline, basedOn, list }: ClauseStyle): Style {
  const isHeading = outline !== null
  const isLead = form === 'lead'
  return {
    ...{ id, name, ...(alias !== '' && { alias }), ...(isHeading && { next: STYLE.body }) },
    ...(basedOn === null ? !isLead && { basedOn: STYLE.body } : { basedOn }),
    paragraph: {
      ...(isHeading && { keepNext: true, keepLines: true, outline }),
      ...(list && { list }),
      ...(isLead && {
        spacing: { ...running, before: twipsOfPt(14), after: twipsOfPt(8) },
        ...centred,
      }),
    },
    ...(isHeading && { letters: { bold: true } }),
  }
}

const on = (name: string, is: boolean | undefined): Xml[] =>
  is === undefined ? [] : [element(name, is ? {} : { 'w:val': '0' })]
const value = (name: string, given: string | number | undefined): Xml[] =>
  given === undefined ? [] : [element(name, { 'w:val': String(given) })]

/** Children in the order of the standard's schema: Word refuses any other. */
function xmlOf({ id, name, alias, basedOn, next, isHidden, paragraph, letters }: Style): Xml {
  return element('w:style', { 'w:type': 'paragraph', 'w:customStyle': isKnown(name) ? '0' : '1', 'w:styleId': id }, [
    ...value('w:name', name),
    ...value('w:aliases', alias),
    ...value('w:basedOn', basedOn ?? 'Normal'),
    ...value('w:next', next),
    ...value('w:uiPriority', isHidden ? 99 : 1),
    ...on('w:semiHidden', isHidden),
    ...(isHidden ? [] : on('w:qFormat', true)),
    ...(paragraph ? [element('w:pPr', {}, paragraphXml(paragraph))] : []),
    ...(letters ? [element('w:rPr', {}, lettersXml(letters))] : []),
  ])
}

/** Names that Word has itself. */
const isKnown = (name: string): boolean => /^(heading \d|Title|Subtitle|Body Text|footnote text)$/.test(name)

function paragraphXml({ keepNext, keepLines, list, spacing, indent, align, outline }: Paragraph): Xml[] {
  return [
    ...on('w:keepNext', keepNext),
    ...on('w:keepLines', keepLines),
    ...(list ? [element('w:numPr', {}, [...value('w:ilvl', list.level), ...value('w:numId', list.number)])] : []),
    ...(spacing ? [element('w:spacing', spacingXml(spacing))] : []),
    ...(indent ? [element('w:ind', lengths(indent))] : []),
    ...value('w:jc', align),
    ...value('w:outlineLvl', outline),
  ]
}

function spacingXml({ exact, line, ...around }: NonNullable<Paragraph['spacing']>): Record<string, string> {
  return { ...lengths({ ...around, line }), ...(line !== undefined && { 'w:lineRule': exact ? 'exact' : 'atLeast' }) }
}

const lengths = (given: Readonly<Record<string, number | undefined>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(given).flatMap(([name, length]) => (length === undefined ? [] : [[`w:${name}`, String(length)]])),
  )

function lettersXml({ sizePt, bold, italic, color, script }: Letters): Xml[] {
  return [
    ...on('w:b', bold),
    ...on('w:bCs', bold),
    ...on('w:i', italic),
    ...on('w:iCs', italic),
    ...value('w:color', color),
    ...value('w:sz', sizePt && size(sizePt)),
    ...value('w:szCs', sizePt && size(sizePt)),
    ...value('w:vertAlign', script),
  ]
}

const DEFAULTS = element('w:docDefaults', {}, [
  element('w:rPrDefault', {}, [
    element('w:rPr', {}, [
      element('w:rFonts', Object.fromEntries(['ascii', 'hAnsi', 'eastAsia', 'cs'].map((slot) => [`w:${slot}`, FONT]))),
      ...lettersXml({ sizePt: body.sizePt }),
      element('w:lang', { 'w:val': 'vi-VN' }),
    ]),
  ]),
  element('w:pPrDefault'),
])

const insets = (sides: Readonly<Record<string, number>>) =>
  Object.entries(sides).map(([side, width]) => element(`w:${side}`, { 'w:w': String(width), 'w:type': 'dxa' }))

/** What every file of Word has. */
const FIXED: readonly Xml[] = [
  element('w:style', { 'w:type': 'paragraph', 'w:default': '1', 'w:styleId': 'Normal' }, [
    ...value('w:name', 'Normal'),
    ...on('w:qFormat', true),
  ]),
  element('w:style', { 'w:type': 'character', 'w:default': '1', 'w:styleId': 'DefaultParagraphFont' }, [
    ...value('w:name', 'Default Paragraph Font'),
    ...value('w:uiPriority', 1),
    ...on('w:semiHidden', true),
    ...on('w:unhideWhenUsed', true),
  ]),
  element('w:style', { 'w:type': 'table', 'w:default': '1', 'w:styleId': 'TableNormal' }, [
    ...value('w:name', 'Normal Table'),
    ...value('w:uiPriority', 99),
    ...on('w:semiHidden', true),
    ...on('w:unhideWhenUsed', true),
    element('w:tblPr', {}, [
      element('w:tblInd', { 'w:w': '0', 'w:type': 'dxa' }),
      element('w:tblCellMar', {}, insets({ top: 0, left: 108, bottom: 0, right: 108 })),
    ]),
  ]),
  element('w:style', { 'w:type': 'numbering', 'w:default': '1', 'w:styleId': 'NoList' }, [
    ...value('w:name', 'No List'),
    ...value('w:uiPriority', 99),
    ...on('w:semiHidden', true),
    ...on('w:unhideWhenUsed', true),
  ]),
  element('w:style', { 'w:type': 'character', 'w:styleId': 'FootnoteReference' }, [
    ...value('w:name', 'footnote reference'),
    ...value('w:basedOn', 'DefaultParagraphFont'),
    ...value('w:uiPriority', 99),
    element('w:rPr', {}, lettersXml({ script: 'superscript' })),
  ]),
]
