/** "/" and the first letters of a name or of "ngày", as they are typed in the text. */

/** The longest that is looked at, in UTF-16 units. */
export const LONGEST_ASKED = 40
/** At the beginning of a line or behind a blank or an opening sign: "15/QĐ-UBND" and "và/hoặc" ask for nothing. */
const ASKED = /(?:^|[\s(«"“])\/(\p{L}[^/\n\uFFFC]*)$/u

/** What is asked for by the words before the caret; null when nothing is. */
export function askedBy(before: string): string | null {
  const typed = ASKED.exec(before)?.[1] ?? null
  return typed !== null && typed.length <= LONGEST_ASKED ? typed : null
}
