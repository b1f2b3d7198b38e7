/** For whom one signs, as it stands in front of a title in the closing part: "KT. CHỦ TỊCH" (Decree 30/2020, Điều 13). */
import { linesOf } from './text.ts'

const FORMS = ['TUQ', 'TM', 'KT', 'TL', 'Q'] as const
export type FormOnPaper = (typeof FORMS)[number]

export interface SignedFor {
  form: FormOnPaper
  /** "CHỦ TỊCH", as it is printed. */
  title: string
}

/** In the order of the lines; a line that begins with none of them is one's own title. */
export function signedForIn(capacity: string): SignedFor[] {
  return linesOf(capacity).flatMap((line) => {
    const stop = line.indexOf('.')
    const form = FORMS.find((one) => one === line.slice(0, stop).trim().toUpperCase())
    return form ? [{ form, title: line.slice(stop + 1).trim() }] : []
  })
}
