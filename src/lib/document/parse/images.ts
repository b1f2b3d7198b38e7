/** Images among the lines of a letterhead or a closing part: those of the content beside it are not taken for parts of it. */
import type { SourceLine } from './line.ts'

export function isImage(line: SourceLine): boolean {
  return 'block' in line && line.block.type === 'image'
}

/**
 * What is content of the lines above it: those that the letterhead has no place for, and every image below the first of
 * these or below all words.
 */
export function contentAbove(lines: readonly SourceLine[], rest: readonly number[]): SourceLine[] {
  const begin = Math.min(...rest, wordsEnd(lines))
  return lines.filter((line, index) => rest.includes(index) || (index >= begin && isImage(line)))
}

/** Where a closing part begins that was found to begin with lines without words. */
export function closingBegin(texts: readonly string[], found: number): number {
  const first = texts.findIndex((text, index) => index >= found && text.trim() !== '')
  return first === -1 ? found : first
}

/**
 * How many of the lines behind the content are the closing part, which was read to take `length`. Images on its own page
 * belong to it (a seal, a scanned signature); images on pages behind it are attached.
 */
export function closingLength(lines: readonly SourceLine[], length: number): number {
  const closing = lines.slice(0, length)
  const end = wordsEnd(closing)
  const page = closing.findIndex((line, index) => index >= end && 'block' in line && line.block.type === 'pageBreak')
  return page !== -1 && closing.slice(page).some(isImage) ? page : length
}

/** Index behind the last line with words. */
function wordsEnd(lines: readonly SourceLine[]): number {
  return lines.findLastIndex((line) => 'text' in line && line.text.trim() !== '') + 1
}
