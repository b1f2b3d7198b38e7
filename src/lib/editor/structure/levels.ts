/** Turning blocks into clauses, back, and up and down. */
import type { Attrs, NodeType } from '@tiptap/pm/model'
import type { Command, Transaction } from '@tiptap/pm/state'
import type { ClauseLevel } from '../../document/model.ts'
import { CLAUSE_LEVELS, newClauseId } from '../../document/nodes/clause.ts'
import { type Block, clauseAbove, levelOf, rank, selectedBlocks } from './blocks.ts'

export type BlockChoice = ClauseLevel | 'paragraph' | 'basis' | 'formula' | 'listLine' | 'appendix'

export function isLevel(choice: BlockChoice): choice is ClauseLevel {
  return CLAUSE_LEVELS.some((level) => level === choice)
}

/** Makes one block what `choice` says. A clause that changes level stays the same clause: its id is kept. */
export function become(tr: Transaction, pos: number, choice: BlockChoice): void {
  const node = tr.doc.nodeAt(pos)
  const { schema } = tr.doc.type
  if (!node?.isTextblock) return
  const type: NodeType | undefined = schema.nodes[isLevel(choice) ? 'clause' : choice]
  if (!type) return
  const id: unknown = node.attrs.id ?? newClauseId()
  const attrs: Attrs | undefined = isLevel(choice) ? { level: choice, id } : choice === 'appendix' ? { id } : undefined
  if (node.type === type && isLevel(choice) && node.attrs.level === choice) return
  tr.setNodeMarkup(pos, type, attrs)
}

/** What the selected blocks are, when they are all the same. */
export function choiceOf(block: Block): BlockChoice | null {
  const level = levelOf(block.node)
  if (level) return level
  switch (block.node.type.name) {
    case 'paragraph':
    case 'basis':
    case 'formula':
    case 'listLine':
    case 'appendix':
      return block.node.type.name
    default:
      return null
  }
}

export function setBlocks(choice: BlockChoice): Command {
  return (state, dispatch) => {
    const blocks = selectedBlocks(state).filter(({ node }) => node.isTextblock)
    if (blocks.length === 0) return false
    if (dispatch) {
      const tr = state.tr
      for (const { pos } of blocks) become(tr, pos, choice)
      dispatch(tr.scrollIntoView())
    }
    return true
  }
}

/**
 * `+1` one level down, `-1` one up. A paragraph goes into the series above it (down: below that clause; up: beside it).
 * Nothing falls off either end.
 */
export function shiftLevel(by: 1 | -1, onlyClauses = false): Command {
  return (state, dispatch) => {
    const blocks = selectedBlocks(state).filter(
      ({ node }) => node.type.name === 'clause' || (!onlyClauses && node.type.name === 'paragraph'),
    )
    if (blocks.length === 0) return false
    if (dispatch) {
      const tr = state.tr
      for (const block of blocks) {
        const level = levelOf(block.node) ?? besides(state.doc, block.index, by)
        const next = CLAUSE_LEVELS[levelOf(block.node) ? rank(level) + by : rank(level)]
        if (next) become(tr, block.pos, next)
      }
      dispatch(tr.scrollIntoView())
    }
    return true
  }
}

function besides(doc: Block['node'], index: number, by: 1 | -1): ClauseLevel {
  const above = clauseAbove(doc, index)
  if (!above) return 'dieu'
  return by > 0 ? (CLAUSE_LEVELS[rank(above.level) + 1] ?? above.level) : above.level
}
