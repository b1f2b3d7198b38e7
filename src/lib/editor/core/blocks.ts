/** A document is a flat row of blocks: which of them the caret is in, and which belong together. */
import type { Node } from '@tiptap/pm/model'
import type { EditorState } from '@tiptap/pm/state'
import type { BlockRole, ClauseLevel } from '../../document/model.ts'
import { CLAUSE_LEVELS, clauseLevel, rank } from '../../document/nodes/clause.ts'
import { blockRole } from '../../document/nodes/textblock.ts'

export { rank }

/** What a line can be, as one chooses it. */
export type BlockChoice = ClauseLevel | Exclude<BlockRole, 'clause'> | 'attached'

export interface Block {
  node: Node
  /** Position before the block. */
  pos: number
  index: number
}

/** The block of the outermost row that holds the head of the selection; null in a table cell or around a whole table. */
export function currentBlock(state: EditorState): Block | null {
  const { $head } = state.selection
  if ($head.depth !== 1) return null
  return { node: $head.parent, pos: $head.before(1), index: $head.index(0) }
}

/** All blocks that the selection touches. */
export function selectedBlocks(state: EditorState): Block[] {
  const { from, to } = state.selection
  const blocks: Block[] = []
  state.doc.forEach((node, pos, index) => {
    if (pos + node.nodeSize > from && pos < to) blocks.push({ node, pos, index })
    else if (from === to && pos < from && from < pos + node.nodeSize) blocks.push({ node, pos, index })
  })
  return blocks
}

/** What a textblock is; null for a table or a page break. */
export function roleOf(node: Node): BlockRole | null {
  return node.type.name === 'textblock' ? blockRole(node.attrs.role) : null
}

export function levelOf(node: Node): ClauseLevel | null {
  return roleOf(node) === 'clause' ? clauseLevel(node.attrs.level) : null
}

/** The nearest clause above `index`, or null. */
export function clauseAbove(doc: Node, index: number): { level: ClauseLevel; index: number } | null {
  for (let at = index - 1; at >= 0; at--) {
    const level = levelOf(doc.child(at))
    if (level) return { level, index: at }
  }
  return null
}

/** The clause that one of this level at `index` would stand in: the nearest above of a higher level; null without one. */
export function clauseAround(doc: Node, index: number, level: ClauseLevel): ClauseLevel | null {
  for (let at = index - 1; at >= 0; at--) {
    const node = doc.child(at)
    if (roleOf(node) === 'appendix') return null
    const above = levelOf(node)
    if (above && rank(above) < rank(level)) return above
  }
  return null
}

/** The levels that this document uses, highest first. */
export function usedLevels(doc: Node): ClauseLevel[] {
  const used = new Set<ClauseLevel>()
  doc.forEach((node) => {
    const level = levelOf(node)
    if (level) used.add(level)
  })
  return CLAUSE_LEVELS.filter((level) => used.has(level))
}

/** A clause with all that belongs to it: up to the next clause of its rank or above, or the next appendix. */
export function family(doc: Node, index: number): { from: number; to: number } {
  const level = levelOf(doc.child(index))
  if (!level) return { from: index, to: index + 1 }
  let to = index + 1
  while (to < doc.childCount) {
    const next = doc.child(to)
    const nextLevel = levelOf(next)
    if (roleOf(next) === 'appendix' || (nextLevel && rank(nextLevel) <= rank(level))) break
    to++
  }
  return { from: index, to }
}

/** Position before the child at `index`; the end of the document for an index past the last. */
export function positionOf(doc: Node, index: number): number {
  let pos = 0
  for (let at = 0; at < index && at < doc.childCount; at++) pos += doc.child(at).nodeSize
  return pos
}
