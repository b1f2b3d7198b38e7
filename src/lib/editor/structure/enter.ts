/** Enter continues the series that one is in; on an empty block it climbs out of it, as in any list. */
import type { Command, EditorState } from '@tiptap/pm/state'
import { TextSelection } from '@tiptap/pm/state'
import { newClauseId } from '../../document/nodes/clause.ts'
import { beginsQuotation } from '../../document/quotation.ts'
import { kindNamed } from '../../document/references.ts'
import { isAttached } from '../../document/shared-form.ts'
import {
  type Block,
  type BlockChoice,
  clauseAround,
  currentBlock,
  levelOf,
  rank,
  roleOf,
  usedLevels,
} from '../core/blocks.ts'
import { attributesFor, become } from './levels.ts'
import { afterQuote } from './quoting.ts'
import { readLead } from './signs.ts'

/** `formula` is the line before the articles ("QUYẾT ĐỊNH:") of this kind of document, if it has one. */
export function enter(formula: () => string | null): Command {
  return (state, dispatch) => {
    const block = currentBlock(state)
    if (!block || !state.selection.empty) return false
    const lead = leadTyped(state, block, formula())
    if (lead) {
      if (dispatch) {
        const tr = state.tr
        const stays = lead === 'formula' || lead === 'quote'
        if (!stays) tr.delete(block.pos + 1, block.pos + 1 + block.node.content.size)
        become(tr, block.pos, lead)
        if (stays) openAfter(tr, block.pos, lead === 'quote' ? afterQuote(tr.doc, block.index) : 'dieu')
        dispatch(tr.scrollIntoView())
      }
      return true
    }
    if (roleOf(block.node) === 'paragraph') return false
    if (block.node.content.size === 0) return climb(block)(state, dispatch)
    const next = follower(state, block)
    if (!next) return false
    if (dispatch) {
      const { $from } = state.selection
      const tr = state.tr
      const lineEnd = state.schema.nodes.hardBreak
      if (lineEnd && expectsSubject(state, block)) {
        dispatch(tr.replaceSelectionWith(lineEnd.create()).scrollIntoView())
        return true
      }
      if ($from.parentOffset === block.node.content.size) openAfter(tr, block.pos, next)
      else splitAt(tr, block, $from.pos)
      dispatch(tr.scrollIntoView())
    }
    return true
  }
}

function leadTyped(state: EditorState, block: Block, formula: string | null): BlockChoice | null {
  if (state.selection.$from.parentOffset !== block.node.content.size) return null
  const words = block.node.textContent.trim()
  if (endsSeries(state, block)) return readLead(words)
  const role = roleOf(block.node)
  if (role !== 'paragraph' && role !== 'basis') return null
  if (formula && words.toLocaleUpperCase('vi') === formula) return 'formula'
  if (role === 'paragraph' && beginsQuotation(words)) return 'quote'
  return readLead(words)
}

/** Behind the name of its kind the title of an attached document goes on in the next line, with its trích yếu. */
function expectsSubject({ selection }: EditorState, { node }: Block): boolean {
  if (!isAttached(node) || node.childCount !== 1 || selection.$from.parentOffset !== node.content.size) return false
  const words = node.textContent.trim()
  return kindNamed(words)?.toLowerCase() === words.toLowerCase()
}

/**
 * A line that Enter opened in a series. A điều is none, because "Điều 5. Phụ lục" may be its title, but behind "./." nothing
 * more of the text can come.
 */
function endsSeries({ doc }: EditorState, { node, index }: Block): boolean {
  const level = levelOf(node)
  if (level === 'dieu')
    return (
      doc
        .maybeChild(index - 1)
        ?.textContent.trimEnd()
        .endsWith('./.') === true
    )
  return roleOf(node) === 'listLine' || (level !== null && rank(level) > rank('dieu'))
}

/** What the next block is when this one is finished. */
function follower(state: EditorState, block: Block): BlockChoice | null {
  const level = levelOf(block.node)
  if (level && rank(level) >= rank('dieu')) return level
  if (level) return usedLevels(state.doc).includes('dieu') ? 'dieu' : 'paragraph'
  switch (roleOf(block.node)) {
    case 'basis':
      // The last one ends with a full stop, every other one with ";".
      return block.node.textContent.trimEnd().endsWith('.') ? 'paragraph' : 'basis'
    case 'listLine':
      return 'listLine'
    case 'quote':
      return afterQuote(state.doc, block.index)
    case 'formula':
      return 'dieu'
    case 'appendix':
      return 'paragraph'
    default:
      return null
  }
}

/** An empty điểm becomes a khoản like the one it stands in, or a "1.1.", an empty khoản a điều, anything else running text. */
function climb(block: Block): Command {
  return (state, dispatch) => {
    const level = levelOf(block.node)
    const around = level && clauseAround(state.doc, block.index, level)
    const next = around && rank(around) >= rank('dieu') ? around : 'paragraph'
    if (dispatch) {
      const tr = state.tr
      become(tr, block.pos, next)
      dispatch(tr.scrollIntoView())
    }
    return true
  }
}

function openAfter(tr: EditorState['tr'], pos: number, choice: BlockChoice): void {
  const node = tr.doc.nodeAt(pos)
  if (!node) return
  const attrs = { ...attributesFor(choice), marker: node.attrs.marker }
  const after = pos + node.nodeSize
  tr.insert(after, node.type.create(attrs)).setSelection(TextSelection.create(tr.doc, after + 1))
}

/** The half with the words keeps the clause's id: at the very start that is the second one. */
function splitAt(tr: EditorState['tr'], block: Block, pos: number): void {
  const { node } = block
  const isAtStart = pos === block.pos + 1
  const fresh = node.attrs.id ? { ...node.attrs, id: newClauseId() } : node.attrs
  tr.split(pos, 1, [{ type: node.type, attrs: isAtStart ? node.attrs : fresh }])
  if (isAtStart) tr.setNodeMarkup(block.pos, undefined, fresh)
}

/** Backspace at the start of a clause (or basis, line …) first makes it running text, keeping its words. */
export const backspace: Command = (state, dispatch) => {
  const block = currentBlock(state)
  if (!block || !state.selection.empty || state.selection.$from.parentOffset !== 0) return false
  if (roleOf(block.node) === 'paragraph' || !block.node.isTextblock) return false
  if (dispatch) {
    const tr = state.tr
    become(tr, block.pos, 'paragraph')
    dispatch(tr.scrollIntoView())
  }
  return true
}
