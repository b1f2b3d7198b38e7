/** Proves that nothing was lost on the way from the lines of a source to what became of them. */
import { printedName } from '../../document/kinds.ts'
import type { BodyNode } from '../../document/model.ts'
import type { Parsed, SourceLine } from '../../document/parse.ts'
import { CIRCULATION_MARKS, URGENCY_MARKS } from '../../document/print/lines.ts'
import { wordsOf } from './source.ts'

/** What a letterhead and a closing part consist of besides the words of their fields; the page prints it by itself. */
const PRINTED =
  'KÍNH GỬI NƠI NHẬN V SỐ NGÀY THÁNG NĂM CỘNG HÒA HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM ĐỘC LẬP TỰ DO HẠNH PHÚC PHIẾU TRÌNH ' +
  'GIẢI QUYẾT XỬ LÝ CÔNG VIỆC VĂN BẢN VẤN ĐỀ HỎA HOẢ TỐC O'

/** Lines of the source of which a word is neither in the text, nor in a field, nor in what is told. One pass over all words. */
export function lostWords(lines: readonly SourceLine[], parsed: Parsed): string[] {
  const left = new Map<string, number>()
  for (const text of placesOf(parsed)) for (const word of wordsIn(text)) left.set(word, (left.get(word) ?? 0) + 1)
  const printed = new Set(wordsIn(PRINTED))
  return lines.map(wordsOf).filter((text) => {
    let isLost = false
    for (const word of wordsIn(text)) {
      const count = left.get(word) ?? 0
      if (count > 0) left.set(word, count - 1)
      else if (!printed.has(word)) isLost = true
    }
    return isLost
  })
}

function placesOf({ blocks, labels, fields, kindName, notes }: Parsed): string[] {
  const { kind, urgency, circulation, sheet: _, ...texts } = fields
  return [
    ...blocks.map(allWords),
    ...labels,
    ...Object.values(texts).map(String),
    ...notes.filter(({ what }) => what !== 'unplaced' && what !== 'attached').map(({ text }) => text),
    kindName ?? '',
    kind ? printedName(kind) : '',
    (urgency && URGENCY_MARKS[urgency]) ?? '',
    (circulation && CIRCULATION_MARKS[circulation]) ?? '',
  ]
}

function allWords({ text, content }: BodyNode): string {
  const isInline = content?.some((child) => child.text !== undefined) ?? false
  return text ?? (content ?? []).map(allWords).join(isInline ? '' : ' ')
}

const wordsIn = (text: string) =>
  text
    .normalize('NFC')
    .toUpperCase()
    .match(/[\p{L}\p{N}]+/gu) ?? []
