/**
 * What looks right in Word and wrong on paper (Phụ lục I, Phần I): spaces, lines, list marks, page numbers and a
 * letterhead that were set by hand, where the form brings its own.
 */
import { contentAfter } from '../inline.ts'
import type { BodyNode } from '../model.ts'
import { type LineMarker, lineMarker } from '../nodes/textblock.ts'
import { type Block, excerpt, matches, placeOf, positionOf, replaceText } from './inspect.ts'
import type { Rule } from './rule.ts'

const BODY = 'Phụ lục I, Mục II.6.e'

/** A line of "_", "-", "=" and the like, which stands for a drawn one. */
const SIGNS = /^[\s.…_\-–—=*~]*$/u
const ROW = /[_\-–—=*~]{3}|[*\-–—=~]\s+[*\-–—=~]\s+[*\-–—=~]/u
const ORNAMENT = /^[\s_\-–—=*]*o0o[\s_\-–—=*]*$/iu

/** Whether a line of the document proper is drawn with characters. In a form of an appendix it is a blank to fill in. */
export const isDrawn = (text: string) => (SIGNS.test(text) && ROW.test(text)) || ORNAMENT.test(text)

const PAGE_NUMBER =
  /^\s*(?:(?:trang|tr\.|page)\s*(?:số\s*)?(?::\s*)?\d{1,3}(?:\s*(?:\/|trên|of)\s*\d{1,3})?|[-–—]\s*\d{1,3}\s*[-–—])\s*$/iu

const NAMED_PART = /^\s*nơi\s+nhận\s*(?:[.;]\s*)?$/iu
const LETTERHEAD =
  /^\s*(?:cộng\s+h(?:òa|oà)\s+(?:xã\s+hội\s+chủ\s+nghĩa|xhcn)\s+việt\s+nam|độc\s+lập\s*[-–—]\s*tự\s+do\s*[-–—]\s*hạnh\s+phúc|nơi\s+nhận(?:\s*:)?)\s*(?:[.;]\s*)?$|^\s*số(?:\s*:)?[\d.…_\s]*\/\s*(?:\d{4}\s*\/\s*)?[\p{L}\d]+\s*[-–]\s*[\p{L}\d–-]+\s*$/iu

/** The last two are those of Symbol and Wingdings. "-5 độ" is a number, "- 05 hồ sơ" an item. */
const LIST_MARK = /^\s*([-–—+•●*·∙▪■◦‣►\uF0B7\uF02D])(?:\s*(?=[\p{L}“"«(])|\s+(?=\d))/u

/** A paragraph of this many letters is text and no title. */
const TEXT_LENGTH = 40

const letterCount = (text: string) => text.replaceAll(/[^\p{L}]/gu, '').length

const removed = (block: Block) => ({
  place: placeOf(block),
  params: { found: excerpt(block.text) },
  mend: { act: 'remove-block' as const, index: block.index },
})

export const lookRules: Rule[] = [
  {
    id: 'spaces_aligning',
    severity: 'advice',
    article: BODY,
    find: ({ lines }) =>
      matches(
        lines,
        /[ \u00a0\t](?<=\S[ \u00a0\t])(?:[ \u00a0\t]{3,}|(?<=\t)[ \u00a0\t]*|[ \u00a0]{0,2}\t[ \u00a0\t]*)(?=\S)/gu,
        () => ' ',
      ),
  },
  {
    id: 'leader_typed',
    severity: 'advice',
    article: BODY,
    find: ({ lines }) =>
      matches(
        lines,
        /(?:\.(?<!\.\.)\.{3,}|…(?<!……)…+|\.(?<!\. \.)(?: \.){3,}|…(?<!… …)(?: …)+)(?=\s*\d{1,3}\s*$)/gu,
        () => null,
      ),
  },
  {
    id: 'line_drawn',
    severity: 'advice',
    article: BODY,
    *find({ proper }) {
      for (const block of proper) if (isDrawn(block.text)) yield removed(block)
    },
  },
  {
    id: 'line_ends_spare',
    severity: 'advice',
    article: BODY,
    *find({ lines }) {
      for (const line of lines) {
        if (line.text.trim() === '') continue
        // What is blank at the start or the end goes; between two lines one line end stays.
        for (const [from, to] of spareLineEnds(line.text))
          yield { place: placeOf(line, from, to), mend: replaceText(line, from, to, '') }
      }
    },
  },
  {
    id: 'list_typed',
    severity: 'advice',
    article: BODY,
    *find({ blocks }) {
      for (const block of blocks) {
        const typed = block.node.type === 'paragraph' ? LIST_MARK.exec(block.text) : null
        if (!typed?.[1]) continue
        const marker: LineMarker = typed[1] === '+' ? '+' : /[-–—\uF02D]/.test(typed[1]) ? '-' : '•'
        const content = contentAfter(block.node.content ?? [], positionOf(block, typed[0].length))
        yield {
          place: placeOf(block, 0, typed[0].length),
          params: { found: typed[1] },
          mend: { act: 'replace-block', index: block.index, node: { type: 'listLine', attrs: { marker }, content } },
        }
      }
    },
  },
  {
    id: 'list_marks_mixed',
    severity: 'advice',
    article: BODY,
    *find({ blocks }) {
      for (const list of listsOf(blocks)) {
        const markers = list.map(({ node }) => lineMarker(node.attrs?.marker))
        const main = (['-', '+', '•'] as const).find((marker) => markers.includes(marker)) ?? '-'
        const begins = markers.indexOf(main)
        for (const [at, block] of list.entries()) {
          // "+" below a "-" is a level of its own; in front of every "-" it is below nothing.
          const isRight = markers[at] === main || (markers[at] === '+' && at > begins)
          if (isRight) continue
          const node: BodyNode = { ...block.node, attrs: { marker: main } }
          yield {
            place: placeOf(block),
            params: { found: markers[at] ?? '', better: main },
            mend: { act: 'replace-block', index: block.index, node },
          }
        }
      }
    },
  },
  {
    id: 'bold_throughout',
    severity: 'advice',
    article: BODY,
    *find({ blocks }) {
      for (const block of blocks) {
        const isText = block.node.type === 'paragraph' || block.node.type === 'listLine' || block.level === 'diem'
        const words = (block.node.content ?? []).filter(({ text }) => (text ?? '').trim() !== '')
        const isBold = words.length > 0 && words.every(({ marks = [] }) => marks.some(({ type }) => type === 'bold'))
        // A title has no mark at its end.
        if (!isText || !isBold || letterCount(block.text) < TEXT_LENGTH || !/[.;,]\s*$/.test(block.text)) continue
        yield {
          place: placeOf(block),
          params: { found: excerpt(block.text) },
          mend: { act: 'replace-block', index: block.index, node: withoutBold(block.node) },
        }
      }
    },
  },
  {
    id: 'page_number_typed',
    severity: 'advice',
    article: 'Phụ lục I, Mục I.7',
    *find({ blocks }) {
      for (const block of blocks) if (PAGE_NUMBER.test(block.text)) yield removed(block)
    },
  },
  {
    id: 'letterhead_typed',
    severity: 'fault',
    article: 'Điều 8 khoản 2; Phụ lục I, Mục II.1',
    *find({ proper, lines }) {
      for (const line of lines) {
        const block = proper[line.path[0] ?? -1]
        const [found] = line.text.split('\n').filter((part) => LETTERHEAD.test(part))
        if (!block || found === undefined || block.node.type === 'quote') continue
        if (block.level && NAMED_PART.test(found)) continue // "i) Nơi nhận." among the parts of a document
        const isAlone = line.path.length === 1 && LETTERHEAD.test(line.text)
        yield isAlone ? removed(block) : { place: placeOf(line), params: { found: excerpt(found) } }
      }
    },
  },
]

/** From where to where line ends and the blanks around them are too many; there are words in the text. */
function spareLineEnds(text: string): [from: number, to: number][] {
  const start = text.length - text.trimStart().length
  const end = text.trimEnd().length
  const within = [...text.slice(start, end).matchAll(/(?<=\n)[ \u00a0]*\n\s*/gu)].map(
    ({ index, 0: found }): [number, number] => [start + index, start + index + found.length],
  )
  return [[0, start] as [number, number], ...within, [end, text.length] as [number, number]].filter(([from, to]) =>
    text.slice(from, to).includes('\n'),
  )
}

/** Lines of a list that follow one another. */
function listsOf(blocks: readonly Block[]): Block[][] {
  const lists: Block[][] = []
  for (const block of blocks) {
    if (block.node.type !== 'listLine') continue
    const list = lists.at(-1)
    if (list?.at(-1)?.index === block.index - 1) list.push(block)
    else lists.push([block])
  }
  return lists
}

function withoutBold(node: BodyNode): BodyNode {
  const content = (node.content ?? []).map(({ marks = [], ...child }) => {
    const kept = marks.filter(({ type }) => type !== 'bold')
    return kept.length > 0 ? { ...child, marks: kept } : child
  })
  return { ...node, content }
}
