/** Which rows of a table may not break over two pages. */
import { printedSize } from '../../../src/lib/document/image.ts'
import { wordsWidth } from '../../../src/lib/document/letter-width.ts'
import { MEASURES } from '../../../src/lib/document/measures.ts'
import type { PrintBlock } from '../../../src/lib/document/model.ts'

const { table, page } = MEASURES
const POINTS_PER_MM = 72 / 25.4
/** As in the PDF: a higher row would leave too much of a page empty. */
const WHOLE_ROW_SHARE = 1 / 3

/** Whether these lines surely take less of a page than a row that is kept whole may. `roomMm`: between the edges of their cell. */
export function isLow(blocks: readonly PrintBlock[], roomMm: number, isLandscape: boolean): boolean {
  let lines = 0
  for (const block of blocks) {
    if (block.type === 'image')
      lines += Math.ceil((printedSize(block, isLandscape, roomMm).heightMm * POINTS_PER_MM) / table.linePt)
    const text = block.type === 'paragraph' ? block.runs.map((run) => run.text).join('') : ''
    // Where a line ends early, the word that did not fit is longer than what was left: half a line at least is full.
    const filled = Math.floor((2 * wordsWidth(text, table.sizePt)) / (roomMm * POINTS_PER_MM))
    lines += text.split('\n').length + filled
  }
  return lines * table.linePt < page.heightMm * POINTS_PER_MM * WHOLE_ROW_SHARE
}
