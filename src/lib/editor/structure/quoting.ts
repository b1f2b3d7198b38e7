/** Quoted lines while one writes: what follows them, and what becomes of their numbers. */
import type { Node } from '@tiptap/pm/model'
import type { EditorState, Transaction } from '@tiptap/pm/state'
import { isClauseLevel } from '../../document/nodes/clause.ts'
import { recognise } from '../../document/parse.ts'
import { openAfter } from '../../document/quotation.ts'
import { type Block, type BlockChoice, clauseAbove, rank, roleOf } from '../core/blocks.ts'
import { numbersKey } from '../core/numbering.ts'

/** Tables and page breaks may stand within a quotation. */
const isWithin = (node: Node) => !node.isTextblock || roleOf(node) === 'quote'

/** How many quotations are open at `offset` in the quoted line at `index`; at its end when no offset is given. */
export function openQuotations(doc: Node, index: number, offset?: number): number {
  let start = index
  while (start > 0 && isWithin(doc.child(start - 1))) start--
  let open = 0
  for (let at = start; at < index; at++) open = openAfter(wordsOf(doc.child(at)), open)
  return openAfter(wordsOf(doc.child(index), offset), open)
}

/** Words of a quoted line; a table's belong to its cells. */
const wordsOf = (node: Node, until = node.content.size) =>
  roleOf(node) === 'quote' ? node.textBetween(0, until, undefined, ' ') : ''

/** What follows a quoted line: another one until the quotation is closed, then our own series goes on. */
export function afterQuote(doc: Node, index: number): BlockChoice {
  if (openQuotations(doc, index) > 0) return 'quote'
  const above = clauseAbove(doc, index)
  return above && rank(above.level) >= rank('dieu') ? above.level : 'paragraph'
}

/**
 * Keeps with the words what the page drew in front of them (a number, a dash) when a line becomes quoted, and takes a
 * number from them that the page will draw when it becomes a clause.
 */
export function keepLabel(tr: Transaction, state: EditorState, { node, pos, index }: Block, choice: BlockChoice): void {
  const role = roleOf(node)
  if (choice === 'quote' && role !== 'quote') {
    const drawn = numbersKey.getState(state)?.looks[index]?.['data-label']
    const label = role === 'listLine' ? String(node.attrs.marker) : drawn
    if (label) tr.insertText(`${label} `, pos + 1)
  } else if (role === 'quote') {
    const found = recognise(lineOf(node))
    const isDrawn =
      (found.is === 'clause' && isClauseLevel(choice)) || (found.is === 'listLine' && choice === 'listLine')
    if (isDrawn) tr.delete(pos + 1, pos + 1 + found.labelLength)
    if (found.is === 'listLine' && choice === 'listLine') tr.setNodeAttribute(pos, 'marker', found.marker)
  }
}

interface Before {
  choice: BlockChoice
  /** Its number, as it stands in the words. */
  label: string
}

/** What quoted lines were before, as their words tell: their number, their dash, "Căn cứ" above the first clause. */
export function beforeQuote(doc: Node, lines: readonly Block[]): Map<Block, Before> {
  let mayBeBasis = clauseAbove(doc, lines[0]?.index ?? 0) === null
  return new Map(
    lines.map((line): [Block, Before] => {
      const text = lineOf(line.node)
      const found = recognise(text, mayBeBasis)
      mayBeBasis &&= found.is !== 'clause' && found.is !== 'formula'
      if (found.is === 'clause') return [line, { choice: found.level, label: text.slice(0, found.labelLength) }]
      const isWhole = found.is === 'listLine' || found.is === 'basis' || found.is === 'formula'
      return [line, { choice: isWhole ? found.is : 'paragraph', label: '' }]
    }),
  )
}

/** One character for each inline position. */
const lineOf = (node: Node) => node.textBetween(0, node.content.size, undefined, '\uFFFC')
