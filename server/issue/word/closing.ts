/** Ô 7 and 9b: recipients at the left, the signer at the right, on one page. */
import { AlignmentType, Paragraph, type Table } from 'docx'
import { MEASURES } from '../../../src/lib/document/measures.ts'
import type { PrintModel, Signature } from '../../../src/lib/document/model.ts'
import { centred, twoColumns } from './head.ts'
import { single, text, twips, twipsOfPt } from './units.ts'

const { closing: sizes, signature: room } = MEASURES
const DASH_MM = 2

export function closing({ recipients, draftingMark, signature, second }: PrintModel): Table {
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
  const hasReceivers = list.length > 0 || draftingMark !== ''
  const receivers = hasReceivers ? [head, ...list, ...(draftingMark ? [mark] : [])] : [centred('', look)]
  if (!second) return twoColumns([[receivers, [...capacityOf(signature), nameOf(signature)]]], { isWhole: true })
  // Names in a row of their own, so that they stand level however many lines a capacity has (Mẫu 1.9); all on one page.
  return twoColumns(
    [
      [capacityOf(second, true), capacityOf(signature, true)],
      [[nameOf(second, true)], [nameOf(signature, true)]],
      ...(hasReceivers ? [[receivers, [centred('', look)]] satisfies [Paragraph[], Paragraph[]]] : []),
    ],
    { isWhole: true },
  )
}

const look = { sizePt: sizes.sizePt, bold: true }

function capacityOf({ capacity }: Signature, keepNext = false): Paragraph[] {
  const lines = capacity.length > 0 ? capacity : [''] // a cell of Word holds a paragraph at least
  return lines.map((line, at) => centred(line, { ...look, keepNext, beforePt: at === 0 ? 12 : 0 }))
}

const nameOf = ({ name }: Signature, keepNext = false) =>
  centred(name, { ...look, keepNext, beforePt: (room.roomMm / 25.4) * 72 })
