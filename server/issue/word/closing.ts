/** Ô 7 and 9b: recipients at the left, the signer at the right, on one page. */
import type { Paragraph, Table } from 'docx'
import type { PrintModel, Signature } from '../../../src/lib/document/model.ts'
import { styled, twoColumns } from './head.ts'
import { STYLE } from './style-names.ts'
import { twipsOfPt } from './units.ts'

export function closing({ recipients, draftingMark, signature, second }: PrintModel): Table {
  const list = recipients.map((name) => styled(STYLE.receivers, name))
  const mark = draftingMark === '' ? [] : [styled(STYLE.draftingMark, draftingMark)]
  const hasReceivers = list.length > 0 || draftingMark !== ''
  const empty = styled(STYLE.capacity, '')
  const receivers = hasReceivers ? [styled(STYLE.receiversHead, 'Nơi nhận:'), ...list, ...mark] : [empty]
  if (!second) return twoColumns([[receivers, [...capacityOf(signature), nameOf(signature)]]], { isWhole: true })
  // Names in a row of their own, so that they stand level however many lines a capacity has (Mẫu 1.9); all on one page.
  return twoColumns(
    [
      [capacityOf(second, true), capacityOf(signature, true)],
      [[nameOf(second, true)], [nameOf(signature, true)]],
      ...(hasReceivers ? [[receivers, [empty]] satisfies [Paragraph[], Paragraph[]]] : []),
    ],
    { isWhole: true },
  )
}

function capacityOf({ capacity }: Signature, keepNext?: boolean): Paragraph[] {
  const lines = capacity.length > 0 ? capacity : [''] // a cell of Word holds a paragraph at least
  return lines.map((line, at) =>
    styled(STYLE.capacity, line, { keepNext, spacing: at === 0 ? { before: twipsOfPt(12) } : undefined }),
  )
}

const nameOf = ({ name }: Signature, keepNext?: boolean) => styled(STYLE.signer, name, { keepNext })
