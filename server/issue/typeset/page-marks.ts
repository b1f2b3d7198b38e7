/** Where pages begin, in terms of the text that people edit: the typesetter counts in printed words. */
import type { BodyNode, OfficialDocument, PrintModel } from '../../../src/lib/document/model.ts'
import { printedPlaces } from '../../../src/lib/document/print/blocks.ts'
import { citations, DANGLING } from '../../../src/lib/document/references.ts'
import type { PageBreak, PageMark } from './shapes.ts'

/** `breaks`: those of `model`, which prints `document`. */
export function pageMarks(
  breaks: readonly PageBreak[],
  { fields, body }: OfficialDocument,
  model: PrintModel,
): PageMark[] {
  const places = printedPlaces(body)
  const words = citations(body, fields.kind)
  let first = 1
  return breaks.map(({ page, block, offset, row, goesOn }) => {
    if (model.blocks[block]?.type === 'appendix' && !goesOn) first = page
    const place = places[block] ?? block
    const source = body.content?.[place]
    return { number: page - first + 1, block: place, offset: source ? within(source, offset, words) : 0, row, goesOn }
  })
}

/** A reference is one position and prints as several letters; a footnote is one and prints as none of the words. */
function within(block: BodyNode, printed: number, words: ReadonlyMap<string, string>): number {
  let left = block.type === 'listLine' ? Math.max(0, printed - MARKER_LENGTH) : printed
  let position = 0
  for (const { type, text, attrs } of block.content ?? []) {
    if (left <= 0) return position
    if (type === 'text') {
      const length = text?.length ?? 0
      if (left < length) return position + left
      left -= length
      position += length
      continue
    }
    if (type === 'reference') left -= (words.get(String(attrs?.target)) ?? DANGLING).length
    else if (type === 'hardBreak') left -= 1
    position += 1
  }
  return position
}

/** "- ": what the printer puts before a line of a list. */
const MARKER_LENGTH = 2
