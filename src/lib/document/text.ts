/** Text from outside, in the one form the house keeps: well-formed Unicode, NFC, no control characters. */
import { composed } from './composed.ts'

/** Control characters except line feed and tab, and the byte-order mark: they break PDF/A and nobody sees them. */
const UNSEEN = /[\p{Cc}\uFEFF]/gu

/** Keeps line ends ("\n"); a tab becomes a space. */
export function cleanText(text: string): string {
  const seen = text
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll('\t', ' ')
    .replaceAll(UNSEEN, (character) => (character === '\n' ? '\n' : ''))
  return composed(seen.toWellFormed())
}

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
