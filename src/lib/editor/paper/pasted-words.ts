/** What is pasted into a field: the page prints «Kính gửi:» by itself, and a subject cut into lines elsewhere is one line here. */
import type { TextField } from '../../document/model.ts'

/** Words that stand in front of these fields on paper. */
const PRINTED: Partial<Record<TextField, RegExp>> = {
  addressees: /^kính gửi\s*:\s*/i,
  recipients: /^nơi nhận\s*:\s*/i,
  subject: /^vấn đề trình\s*:\s*/i,
}

interface Place {
  field: TextField
  /** Nothing stands before it in the field. */
  isFirst: boolean
  keepsLines: boolean
}

/** A line cut behind the hyphen of a symbol («15/2026/QĐ-») goes on without a blank. */
export function pastedWords(text: string, { field, isFirst, keepsLines }: Place): string {
  const lines = text
    .split(/\r\n?|\n/)
    .map((line) => line.replaceAll('\t', ' ').trim())
    .filter((line) => line !== '')
  const words = keepsLines ? lines.join('\n') : lines.join(' ').replaceAll(/(?<=\d\/\p{Lu}{1,10}-) (?=\p{Lu})/gu, '')
  const printed = isFirst ? PRINTED[field] : undefined
  return printed ? words.replace(printed, '').trimStart() : words
}
