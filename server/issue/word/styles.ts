/** The styles of the Word file: what a clerk who goes on working in it changes once, for the whole document. */
import { AlignmentType, type IStylesOptions, LineRuleType } from 'docx'
import { MEASURES } from '../../../src/lib/document/measures.ts'
import { size, twips, twipsOfPt } from './units.ts'

const { body } = MEASURES
const FONT = 'Times New Roman'

const heading = {
  run: { font: FONT, size: size(body.sizePt), bold: true, italics: false, color: '000000' },
  paragraph: { keepNext: true, spacing: { before: 0, after: twipsOfPt(body.gapPt) } },
}

export const styles: IStylesOptions = {
  default: {
    document: {
      run: { font: FONT, size: size(body.sizePt), language: { value: 'vi-VN' } },
      paragraph: {
        alignment: AlignmentType.BOTH,
        indent: { firstLine: twips(body.indentMm) },
        spacing: {
          line: twipsOfPt(body.linePt),
          lineRule: LineRuleType.AT_LEAST,
          before: 0,
          after: twipsOfPt(body.gapPt),
        },
      },
    },
    title: { ...heading, paragraph: { ...heading.paragraph, alignment: AlignmentType.CENTER } },
    heading1: heading,
    heading2: heading,
    heading3: heading,
    heading4: heading,
    heading5: heading,
    heading6: heading,
  },
  paragraphStyles: [7, 8, 9].map((depth) => ({
    id: `Heading${depth}`,
    name: `heading ${depth}`,
    basedOn: 'Normal',
    next: 'Normal',
    quickFormat: true,
    run: heading.run,
    paragraph: { ...heading.paragraph, outlineLevel: depth - 1 },
  })),
}
