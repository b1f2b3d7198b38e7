/** The solid lines under motto, agency and subject: the border of an empty paragraph, as long as its indents leave it. */
import { BorderStyle, Paragraph } from 'docx'
import { STYLE } from './style-names.ts'
import { twips, twipsOfPt } from './units.ts'

/**
 * Mean width of a bold letter of Times New Roman as a share of its size: capitals, and running text. Exact enough for a
 * line that may be a third to a half of its text.
 */
const MEAN_WIDTH = { upper: 0.69, lower: 0.46 }

/** Estimated width of bold text, in millimetres. */
export function textWidth(words: string, sizePt: number): number {
  const mean = words === words.toLocaleUpperCase('vi') ? MEAN_WIDTH.upper : MEAN_WIDTH.lower
  return (words.length * mean * sizePt * 25.4) / 72
}

/** A line of `lengthMm`, centred in a column of `columnMm`. */
export function rule(lengthMm: number, columnMm: number, afterPt = 0): Paragraph {
  const side = twips(Math.max(0, (columnMm - lengthMm) / 2))
  return new Paragraph({
    style: STYLE.rule,
    indent: { left: side, right: side },
    spacing: afterPt > 0 ? { after: twipsOfPt(afterPt) } : undefined,
    // 2 pt of air, then the border at the paragraph's foot.
    border: { bottom: { style: BorderStyle.SINGLE, size: 6, space: 0, color: '000000' } },
    children: [],
  })
}
