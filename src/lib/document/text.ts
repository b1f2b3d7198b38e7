/** Small things that are done with text everywhere. */
export { cleanText, storedText } from './letters.ts'

/** The non-empty lines of a field, trimmed. */
export function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

/**
 * Where the last characters begin that `spare`, a class, takes. An expression like /[\s.]*$/ would be tried again from
 * every blank of a long row of blanks.
 */
export function endBegins(text: string, spare: RegExp): number {
  let at = text.length
  while (at > 0 && spare.test(text.charAt(at - 1))) at--
  return at
}

/** First letter in upper case, the rest as it is. */
export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
