/** Turning blocks into clauses, back, and up and down. */
import type { Attrs, Node } from '@tiptap/pm/model'
import type { Command, EditorState, Transaction } from '@tiptap/pm/state'
import type { ClauseLevel } from '../../document/model.ts'
import { CLAUSE_LEVELS, newClauseId } from '../../document/nodes/clause.ts'
import { isAttached } from '../../document/shared-form.ts'
import { type Block, type BlockChoice, clauseAbove, levelOf, roleOf, selectedBlocks } from '../core/blocks.ts'
import { nextLevel } from './next-level.ts'
import { beforeQuote, keepLabel } from './quoting.ts'
import { keepFirstNumber } from './restart.ts'

export function isLevel(choice: BlockChoice): choice is ClauseLevel {
  return CLAUSE_LEVELS.some((level) => level === choice)
}

/** Makes one block what `choice` says. A clause that changes level stays the same clause: its id is kept; so does a sheet that lies across. */
export function become(tr: Transaction, pos: number, choice: BlockChoice): void {
  const node = tr.doc.nodeAt(pos)
  if (!node?.isTextblock || choiceOf(node) === choice) return
  const { id, isLandscape } = node.attrs
  const sheet = choice === 'appendix' || choice === 'attached' ? { isLandscape: isLandscape === true } : {}
  tr.setNodeMarkup(pos, undefined, { ...attributesFor(choice, id), ...sheet })
}

/** What a new block of this choice carries; `id` is the one it has already. */
export function attributesFor(choice: BlockChoice, id: unknown = null): Attrs {
  if (isLevel(choice)) return { role: 'clause', level: choice, id: id ?? newClauseId() }
  if (choice === 'attached') return { role: 'appendix', isAttached: true, id: id ?? newClauseId() }
  return choice === 'appendix' ? { role: choice, id: id ?? newClauseId() } : { role: choice }
}

/** What a block is, as one chooses it from the list; null for a table or a page break. */
export function choiceOf(node: Node): BlockChoice | null {
  const role = roleOf(node)
  if (isAttached(node)) return 'attached'
  return role === 'clause' ? levelOf(node) : role
}

export function setBlocks(choice: BlockChoice): Command {
  return (state, dispatch) => {
    const lines = selectedLines(state)
    if (lines.length > 0) dispatch?.(setLines(state, lines, () => choice).scrollIntoView())
    return lines.length > 0
  }
}

const selectedLines = (state: EditorState) => selectedBlocks(state).filter(({ node }) => node.isTextblock)

function setLines(state: EditorState, lines: readonly Block[], choose: (line: Block) => BlockChoice): Transaction {
  const { tr } = state
  // From the last to the first, so that a label put in or taken out moves none that is still to come.
  for (const line of lines.toReversed()) {
    const choice = choose(line)
    become(tr, line.pos, choice)
    keepLabel(tr, state, line, choice)
  }
  return tr
}

/** Quotes the selected lines; when all are quoted already each becomes again what its words tell that it was. */
export const toggleQuote: Command = (state, dispatch) => {
  const lines = selectedLines(state)
  if (lines.some(({ node }) => roleOf(node) !== 'quote')) return setBlocks('quote')(state, dispatch)
  if (lines.length > 0 && dispatch) {
    const were = beforeQuote(state.doc, lines)
    const tr = setLines(state, lines, (line) => were.get(line)?.choice ?? 'paragraph')
    for (const [{ index }, { label }] of were) keepFirstNumber(tr, index, label)
    dispatch(tr.scrollIntoView())
  }
  return lines.length > 0
}

/**
 * `+1` one level down, `-1` one up. A paragraph goes into the series above it (down: below that clause; up: beside it).
 * Nothing falls off either end.
 */
export function shiftLevel(by: 1 | -1, onlyClauses = false): Command {
  return (state, dispatch) => {
    const blocks = selectedBlocks(state).filter(
      ({ node }) => roleOf(node) === 'clause' || (!onlyClauses && roleOf(node) === 'paragraph'),
    )
    if (blocks.length === 0) return false
    if (dispatch) {
      const tr = state.tr
      for (const block of blocks) {
        const level = levelOf(block.node)
        const next = level ? nextLevel(state, block, level, by, blocks) : besides(state, block, by, blocks)
        if (next) become(tr, block.pos, next)
      }
      dispatch(tr.scrollIntoView())
    }
    return true
  }
}

function besides(state: EditorState, block: Block, by: 1 | -1, moving: readonly Block[]): ClauseLevel {
  const above = clauseAbove(state.doc, block.index)
  if (!above) return 'dieu'
  return by > 0 ? (nextLevel(state, block, above.level, 1, moving) ?? above.level) : above.level
}
