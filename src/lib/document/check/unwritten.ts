/**
 * Lines with which many kinds begin and that are to be written: an empty one, or "./." with no words before it. Where one
 * writes (at the beginning, under a heading, after "Địa điểm:", below an image) they are something to do, and no mistake.
 */
import { type Block, type Inspected, placeOf } from './inspect.ts'
import type { Rule } from './rule.ts'

/** Closes the content of a document. */
export const MARK = './.'

type Unwritten = 'line' | 'end'

function kindOf({ node, text }: Block): Unwritten | null {
  const words = text.trim()
  if (words === MARK) return node.type === 'formula' ? null : 'end'
  return words === '' && (node.type === 'paragraph' || node.type === 'listLine') ? 'line' : null
}

/** What is to be written there; null where words stand, or a line that is nobody's to write. */
export function unwrittenAt({ blocks }: Inspected, block: Block): Unwritten | null {
  const kind = kindOf(block)
  if (!kind) return null
  const above = blocks[block.index - 1]
  const below = blocks[block.index + 1]
  const isBegun = !above || above.isTitled
  if (kind === 'end') return isBegun || /:\s*$/.test(above.text) || kindOf(above) ? kind : null
  // Before running text an empty line is only a gap in it, but for the closing words of a letter or a submission.
  const isAlone = below?.node.type !== 'paragraph' || block.index + 2 === blocks.length
  return (isBegun && isAlone) || above?.node.type === 'image' ? kind : null
}

const rule = (id: string, severity: Rule['severity'], wanted: Unwritten): Rule => ({
  id,
  isGap: true,
  severity,
  article: 'Phụ lục III, Mục II',
  *find(document) {
    // A body without a word is told as such.
    if (document.blocks.every(({ node, text }) => node.type !== 'table' && text.trim() === '')) return
    for (const block of document.blocks) if (unwrittenAt(document, block) === wanted) yield { place: placeOf(block) }
  },
})

export const unwrittenRules: Rule[] = [rule('line_unwritten', 'advice', 'line'), rule('end_unwritten', 'fault', 'end')]
