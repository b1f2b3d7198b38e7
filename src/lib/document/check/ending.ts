/** "./." closes the content (every form of Phụ lục III); glued to its last word, and nowhere else. */
import { endBegins } from '../text.ts'
import type { Block, Inspected } from './inspect.ts'
import { placeOf, replaceText } from './inspect.ts'
import type { Rule } from './rule.ts'
import { MARK, unwrittenAt } from './unwritten.ts'

const hasText = ({ node, text }: Block) => node.type !== 'table' && text.trim() !== ''

function lastLine({ proper }: Inspected): Block | undefined {
  const last = proper.findLast((block) => hasText(block) || block.node.type === 'table')
  return last?.node.type === 'table' ? undefined : last
}

export const endingRules: Rule[] = [
  {
    id: 'end_mark_missing',
    severity: 'advice',
    article: 'Phụ lục III, Mục II',
    *find(document) {
      const last = lastLine(document)
      if (!document.kind.endsWithMark || !last || /\.\/\.\s*(?:["”)]\s*)?$/.test(last.text)) return
      const from = endBegins(last.text, /[\s.;,:/]/)
      yield { place: placeOf(last, from, last.text.length), mend: replaceText(last, from, last.text.length, MARK) }
    },
  },
  {
    id: 'end_mark_alone',
    severity: 'fault',
    article: 'Phụ lục III, Mục II',
    *find(document) {
      for (const block of document.proper) {
        const isAlone = block.node.type !== 'formula' && /^\s*(?:\.\s*)?\/\s*(?:\.\s*)?$/.test(block.text)
        if (isAlone && !unwrittenAt(document, block)) yield { place: placeOf(block) }
      }
    },
  },
  {
    id: 'end_mark_loose',
    severity: 'advice',
    article: 'Phụ lục III, Mục II',
    *find({ proper }) {
      for (const block of proper) {
        const loose = /\S(\s+)\.\/\.\s*$/.exec(block.text) ?? /\S(\.\s+\/\.|\.\/\s+\.)\s*$/.exec(block.text)
        if (!loose?.[1]) continue
        const from = loose.index + 1
        yield {
          place: placeOf(block, from, block.text.length),
          mend: replaceText(block, from, block.text.length, MARK),
        }
      }
    },
  },
  {
    id: 'end_mark_early',
    severity: 'fault',
    article: 'Phụ lục III, Mục II',
    *find(document) {
      const last = lastLine(document)
      for (const block of document.proper) {
        if (block.node.type === 'quote' || block.text.trim() === MARK) continue
        for (const { 0: mark, index: from } of block.text.matchAll(
          /(?:[ \u00a0](?<![ \u00a0]{2})[ \u00a0]*)?\.\s?\/\s?\./g,
        )) {
          const to = from + mark.length
          if (block === last && /^["”»)\s]*$/.test(block.text.slice(to))) continue
          yield { place: placeOf(block, from, to), mend: replaceText(block, from, to, '.') }
        }
      }
    },
  },
]
