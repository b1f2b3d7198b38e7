/** The shared table of sizes as CSS variables, so that the paper on screen and the PDF are set from the same numbers. */
import { MEASURES } from '../../document/measures.ts'

const { page, body, columns, letterhead, title, addressees, telegram, sheet, rule, table, closing, signature, stamp } =
  MEASURES

/** Points go through `--pt`, which a phone makes a little smaller; millimetres stay true. */
const pt = (points: number) => `calc(var(--pt) * ${points})`

/**
 * Chromium cuts a font size down to 1/64 px (14 pt become 18.65625 px instead of 18.667), whatever the zoom. A line must
 * be narrower by the same share, or words that fit on the screen go to the next line in the PDF.
 */
function widthShare(points: number): number {
  const px = (points * 96) / 72
  return Math.floor(px * 64) / (px * 64)
}
const textWidthMm = page.widthMm - page.leftMm - page.rightMm
/** What lies across is drawn as much smaller as it takes to fit the upright sheet, and its sizes are cut down otherwise. */
const acrossMm = page.heightMm - page.leftMm - page.rightMm
const across = textWidthMm / acrossMm
const acrossWiderMm = (points: number) => acrossMm * (widthShare(points * across) - widthShare(body.sizePt))

export const PAPER_STYLE = Object.entries({
  'page-width': `${page.widthMm}mm`,
  'page-height': `${page.heightMm}mm`,
  'page-margin': `${page.topMm}mm ${page.rightMm}mm ${page.bottomMm}mm ${page.leftMm}mm`,
  'body-size': pt(body.sizePt),
  'body-line': pt(body.linePt),
  'body-gap': pt(body.gapPt),
  'body-indent': `${body.indentMm}mm`,
  'column-left': `${columns.leftMm}fr`,
  'column-right': `${columns.rightMm}fr`,
  'parent-size': pt(letterhead.parentPt),
  'agency-size': pt(letterhead.agencyPt),
  'country-size': pt(letterhead.countryPt),
  'motto-size': pt(letterhead.mottoPt),
  'number-size': pt(letterhead.numberPt),
  'date-size': pt(letterhead.placeDatePt),
  'letter-subject-size': pt(letterhead.letterSubjectPt),
  'letter-subject-width': `${letterhead.letterSubjectWidthMm}mm`,
  'title-size': pt(title.sizePt),
  'title-width': `${title.widthMm}mm`,
  'addressees-width': `${addressees.widthMm}mm`,
  'telegram-left': `${telegram.leftMm}mm`,
  'telegram-width': `${telegram.widthMm}mm`,
  'sheet-box': `${sheet.boxMm}mm`,
  'sheet-inset': `${sheet.insetMm}mm`,
  'table-stroke': `${table.strokePt}pt`,
  'rule-width': `${rule.thicknessPt}pt`,
  'rule-agency': `${rule.agencyShare * 100}%`,
  'rule-subject': `${rule.subjectShare * 100}%`,
  'table-size': pt(table.sizePt),
  'table-line': pt(table.linePt),
  'table-inset-y': `${table.insetYMm}mm`,
  'table-inset-x': `${table.insetXMm}mm`,
  across: String(across),
  'across-wider': `${acrossWiderMm(body.sizePt)}mm`,
  'across-table-wider': `${acrossWiderMm(table.sizePt)}mm`,
  'body-narrower': `${textWidthMm * (1 - widthShare(body.sizePt))}mm`,
  'table-wider': `${textWidthMm * (widthShare(table.sizePt) - widthShare(body.sizePt))}mm`,
  'closing-head-size': pt(closing.headPt),
  'closing-list-size': pt(closing.listPt),
  'closing-size': pt(closing.sizePt),
  'signature-room': `${signature.roomMm}mm`,
  'stamp-size': pt(stamp.sizePt),
  'stamp-height': `${stamp.heightMm}mm`,
})
  .map(([name, value]) => `--${name}:${value}`)
  .join(';')

/** Words as the value of a CSS property. */
export const cssString = (words: string) =>
  `"${words.replace(/["\\\n\r\f]/g, (sign) => `\\${sign.charCodeAt(0).toString(16)} `)}"`
