/** A series of clauses that counts from the first number again: "1." under a heading that has no number itself. */
import type { Node } from '@tiptap/pm/model'
import type { Command, Transaction } from '@tiptap/pm/state'
import type { ClauseLevel } from '../../document/model.ts'
import { mayRestart } from '../../document/numbering.ts'
import { currentBlock, levelOf, rank, roleOf } from '../core/blocks.ts'

/** Whether a clause of this level at `index` would go on with a series: only there beginning anew means something. */
function goesOn(doc: Node, index: number, level: ClauseLevel): boolean {
  for (let at = index - 1; at >= 0; at--) {
    const above = doc.child(at)
    const other = levelOf(above)
    if (other === level) return true
    if (roleOf(above) === 'appendix' || (other && rank(other) < rank(level))) return false
  }
  return false
}

const FIRST_NUMBER = /^(?:1|a|I|(?:Tiểu m|TIỂU M|M)(?:ục|ỤC)\s(?:1|I))[.)]?\s$/

/** What was typed ("1. ") is what one reads, although the series above goes on. */
export function keepFirstNumber(tr: Transaction, index: number, typed: string): void {
  const block = tr.doc.child(index)
  const level = levelOf(block)
  if (!level || !mayRestart(level) || !FIRST_NUMBER.test(typed) || !goesOn(tr.doc, index, level)) return
  let pos = 0
  for (let at = 0; at < index; at++) pos += tr.doc.child(at).nodeSize
  tr.setNodeAttribute(pos, 'restarts', true)
}

/** Whether the caret's clause counts from the first number again. */
export function isRestart(doc: Node, index: number): boolean {
  return levelOf(doc.child(index)) !== null && doc.child(index).attrs.restarts === true
}

/** Counts from the first number again at the caret's clause, or goes on with the series above. */
export const toggleRestart: Command = (state, dispatch) => {
  const block = currentBlock(state)
  const level = block && levelOf(block.node)
  if (!block || !level || !mayRestart(level)) return false
  const restarts = isRestart(state.doc, block.index)
  if (!restarts && !goesOn(state.doc, block.index, level)) return false
  dispatch?.(state.tr.setNodeAttribute(block.pos, 'restarts', !restarts))
  return true
}
