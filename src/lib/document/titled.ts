/** Which clauses carry a title rather than a sentence (Phụ lục I, II.6.d–đ); the page and both exporters set it bold. */
import type { BodyNode } from './model.ts'
import { clauseLevel, isClauseLevel } from './nodes/clause.ts'

/** A sentence says that it is over, or that something follows; a title does neither. */
const SENTENCE_END = /[.:;,?!…/]["”)]*$/

/**
 * Phần, chương, mục and tiểu mục always have a title. A điều or khoản has one when its text is no sentence and its
 * content follows in blocks below it. `next` is the block after it.
 */
export function isTitled(block: BodyNode, next: BodyNode | undefined): boolean {
  const level = clauseLevel(block.attrs?.level)
  if (level === 'diem') return false
  if (level !== 'dieu' && level !== 'khoan') return true
  const text = plainText(block)
  return text.trim() !== '' && !endsSentence(text) && next !== undefined && isContentOf(level, next)
}

export function endsSentence(text: string): boolean {
  return SENTENCE_END.test(text.trim())
}

function isContentOf(level: 'dieu' | 'khoan', next: BodyNode): boolean {
  if (next.type === 'appendix' || next.type === 'formula' || next.type === 'pageBreak') return false
  if (next.type !== 'clause' || !isClauseLevel(next.attrs?.level)) return true
  return next.attrs.level === 'diem' || (level === 'dieu' && next.attrs.level === 'khoan')
}

/** The words of a node; a forced line end counts as a space, any other atom as nothing. */
export function plainText(node: BodyNode): string {
  if (node.text !== undefined) return node.text
  if (node.type === 'hardBreak') return ' '
  return (node.content ?? []).map(plainText).join('')
}
