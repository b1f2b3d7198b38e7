/** Tables: what a reader of the second page misses. */
import { isTooLarge, readableTable } from '../grid.ts'
import { sheetWidthMm } from '../image.ts'
import { inlineText } from '../inline.ts'
import type { BodyNode } from '../model.ts'
import { breaksWords } from '../print/table.ts'
import { span } from '../span.ts'
import { wholeRows } from '../table-head.ts'
import type { Place } from './finding.ts'
import { type Block, excerpt, placeOf } from './inspect.ts'
import type { Rule } from './rule.ts'

/** A smaller table is seen at a glance. */
const FEWEST_ROWS = 4
const FEWEST_HEADINGS = 2

const wordsOf = (cell: BodyNode): BodyNode[] =>
  (cell.content ?? []).flatMap((line) => (line.content ?? []).filter(({ text }) => (text ?? '').trim() !== ''))
const isBold = (words: readonly BodyNode[]) =>
  words.every(({ marks = [] }) => marks.some(({ type }) => type === 'bold'))

/** Whether the first row looks like headings without being any. */
function looksLikeHead([first, ...others]: readonly BodyNode[]): boolean {
  const cells = first?.content ?? []
  const written = cells.map(wordsOf).filter(({ length }) => length > 0)
  const isHead = cells.every(({ type }) => type === 'tableHeader')
  const isAllBold = [first, ...others].every((row) => (row?.content ?? []).map(wordsOf).every(isBold))
  return !isHead && written.length >= FEWEST_HEADINGS && written.every(isBold) && !isAllBold
}

function firstLineOf({ index, node }: Block): Place {
  const cell = node.content?.[0]?.content?.[0]
  return placeOf({ path: [index, 0, 0, 0], node: cell?.content?.[0] ?? node, text: '' })
}

export const tableRules: Rule[] = [
  {
    id: 'table_too_large',
    severity: 'fault',
    article: 'Phụ lục I, Mục II.6.e',
    *find({ blocks }) {
      for (const block of blocks) {
        if (block.node.type !== 'table' || !isTooLarge(block.node)) continue
        const mend = { act: 'replace-block' as const, index: block.index, node: readableTable(block.node) }
        yield { place: firstLineOf(block), mend }
      }
    },
  },
  {
    id: 'table_words_broken',
    severity: 'advice',
    article: 'Phụ lục I, Mục II.6.e',
    *find({ blocks }) {
      let appendix: Block | null = null
      for (const block of blocks) {
        if (block.node.type === 'appendix') appendix = block
        const isAcross = appendix?.node.attrs?.isLandscape === true
        if (block.node.type !== 'table' || !breaksWords(block.node, sheetWidthMm(isAcross))) continue
        const hasRoom = !isAcross && !breaksWords(block.node, sheetWidthMm(true))
        yield {
          place: firstLineOf(block),
          ...(appendix && hasRoom && { mend: { act: 'lay-across' as const, index: appendix.index } }),
        }
      }
    },
  },
  {
    id: 'table_head_plain',
    severity: 'advice',
    article: 'Phụ lục I, Mục II.6.e',
    *find({ blocks }) {
      for (const block of blocks) {
        if (block.node.type !== 'table') continue
        const rows = block.node.content ?? []
        const spans = rows.map((row) => (row.content ?? []).map(({ attrs }) => span(attrs?.rowspan)))
        const head = wholeRows(spans, 1)
        if (rows.length < FEWEST_ROWS || head >= rows.length || !looksLikeHead(rows)) continue
        const words = (rows[0]?.content ?? []).flatMap((cell) => (cell.content ?? []).map(inlineText))
        yield {
          place: firstLineOf(block),
          params: { found: excerpt(words.join(' ')) },
          mend: { act: 'head-rows', index: block.index, rows: head },
        }
      }
    },
  },
]
