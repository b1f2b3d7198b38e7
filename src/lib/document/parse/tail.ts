/** Recipients and signature at the end of a text, as fields. */
import type { Fields } from '../model.ts'
import { bareItem } from '../print/lines.ts'
import type { Note } from './head.ts'
import { isCapitals, recognise } from './line.ts'

const RECIPIENTS = /^Nơi nhận\s*:?\s*$/i
const CAPACITY =
  /^((TM|KT|TL|TUQ|Q)\.|(PHÓ )?(CHỦ TỊCH|GIÁM ĐỐC|TỔNG GIÁM ĐỐC|CHÁNH VĂN PHÒNG|TRƯỞNG|CHI CỤC TRƯỞNG|CỤC TRƯỞNG|BỘ TRƯỞNG|THỨ TRƯỞNG|HIỆU TRƯỞNG|VỤ TRƯỞNG|CHÁNH THANH TRA))/
const STAMP = /^\(.*\b(ký|chữ ký|dấu)\b.*\)$/i
const NAME = /^(\p{Lu}\p{Ll}+)(\s+\p{Lu}\p{Ll}*){1,5}$/u

export interface Tail {
  fields: Partial<Fields>
  notes: Note[]
}

/** Index of the first line of the closing part, or -1: "Nơi nhận:", or the capacity that an extract put before it. */
export function tailStart(lines: readonly string[]): number {
  const at = lines.findIndex((line) => RECIPIENTS.test(line.trim()))
  if (at === -1) return -1
  let start = at
  while (start > 0 && isClosing(lines[start - 1] ?? '')) start--
  return start
}

function isClosing(line: string): boolean {
  const text = line.trim()
  return text === '' || STAMP.test(text) || (isCapitals(text) && CAPACITY.test(text)) || NAME.test(text)
}

/** `lines` is everything from `tailStart` on. What is neither recipient nor signature is noted as unplaced. */
export function readTail(lines: readonly string[]): Tail {
  const recipients: string[] = []
  const capacity: string[] = []
  const notes: Note[] = []
  let signerName = ''
  for (const raw of lines) {
    const line = raw.trim()
    if (line === '' || RECIPIENTS.test(line) || recognise(line).is === 'ornament') continue
    if (STAMP.test(line)) notes.push({ what: 'signature', text: line })
    else if (recognise(line).is === 'listLine') recipients.push(bareItem(line))
    else if (isCapitals(line) && (CAPACITY.test(line) || capacity.length > 0)) capacity.push(line)
    else if (NAME.test(line) && signerName === '') signerName = line
    else notes.push({ what: 'unplaced', text: line })
  }
  return {
    fields: {
      ...(recipients.length > 0 ? { recipients: recipients.join('\n') } : {}),
      ...(capacity.length > 0 ? { capacity: capacity.join('\n') } : {}),
      ...(signerName === '' ? {} : { signerName }),
    },
    notes,
  }
}
