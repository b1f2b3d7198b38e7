/** Ô 7 and 9b: recipients at the left, the signer at the right, on one page. */
import { AlignmentType, Paragraph, type Table } from 'docx'
import { MEASURES } from '../../../src/lib/document/measures.ts'
import type { PrintModel } from '../../../src/lib/document/model.ts'
import { centred, twoColumns } from './head.ts'
import { single, text, twips, twipsOfPt } from './units.ts'

const { closing: sizes, signature: room } = MEASURES
const DASH_MM = 2

export function closing({ recipients, draftingMark, signature }: PrintModel): Table {
  const before = twipsOfPt(12)
  const head = new Paragraph({
    alignment: AlignmentType.LEFT,
    indent: { firstLine: 0 },
    spacing: { ...single, before },
    children: text('Nơi nhận:', { sizePt: sizes.headPt, bold: true, italics: true }),
  })
  const list = recipients.map(
    (name) =>
      new Paragraph({
        alignment: AlignmentType.LEFT,
        indent: { left: twips(DASH_MM), hanging: twips(DASH_MM) },
        spacing: single,
        children: text(name, { sizePt: sizes.listPt }),
      }),
  )
  const mark = new Paragraph({
    alignment: AlignmentType.LEFT,
    indent: { firstLine: 0 },
    spacing: { ...single, before: twipsOfPt(6) },
    children: text(draftingMark, { sizePt: MEASURES.draftingMark.sizePt }),
  })
  const look = { sizePt: sizes.sizePt, bold: true }
  const signed = [
    ...signature.capacity.map((line, at) => centred(line, { ...look, beforePt: at === 0 ? 12 : 0 })),
    centred(signature.name, { ...look, beforePt: (room.roomMm / 25.4) * 72 }),
  ]
  return twoColumns([[[head, ...list, ...(draftingMark ? [mark] : [])], signed]], { isWhole: true })
}
