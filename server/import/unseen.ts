/**
 * Characters of a Word file that nobody sees, with the words they stand between: none of them comes into the draft. And
 * those that no font draws: they stay in it.
 */
import { textsOf } from '../../src/lib/document/texts.ts'
import { unprintablePlaces, type UnseenPlace, unseenPlaces } from '../../src/lib/document/unseen-places.ts'
import type { Readings } from './readings.ts'
import type { WordBlock, WordFile, WordInline } from './word/shapes.ts'
import { shownText } from './words.ts'

/** Of all that becomes a part of the draft or a thread beside it. Linear. */
export function unseenOf({ blocks, comments }: WordFile): UnseenPlace[] {
  return [...linesOf(blocks), ...comments.map(({ content }) => lineOf(content))].flatMap(unseenPlaces)
}

/** Of the draft that was made, and of what is suggested in it. */
export function unprintableOf({ placed, authors }: Readings): string[] {
  const own = textsOf(placed.parsed).flatMap(unprintablePlaces)
  const known = new Set(own)
  const suggested = authors.flatMap((author) => textsOf(author.placed.parsed).flatMap(unprintablePlaces))
  return [...own, ...new Set(suggested.filter((words) => !known.has(words)))]
}

function* linesOf(blocks: readonly WordBlock[]): Generator<string> {
  for (const block of blocks) {
    if (block.is === 'paragraph') {
      yield lineOf(block.content)
      for (const inline of block.content) if ('footnote' in inline) yield lineOf(inline.footnote)
    } else if (block.is === 'image') yield block.alt
    else if (block.is === 'table')
      for (const { cells } of block.rows) for (const cell of cells) yield* linesOf(cell.blocks)
  }
}

function lineOf(content: readonly WordInline[]): string {
  return content.map((inline) => ('text' in inline ? shownText(inline) : 'break' in inline ? '\n' : '')).join('')
}
