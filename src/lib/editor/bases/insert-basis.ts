/** Puts a căn cứ from the library where it belongs: in the row of bases that opens the document. */
import type { Node } from '@tiptap/pm/model'
import { type Command, TextSelection } from '@tiptap/pm/state'
import { nodeOf } from '../../document/shared-form.ts'
import { currentBlock, positionOf, roleOf } from '../core/blocks.ts'

/** A basis that says nothing yet. */
const BLANK = /^(căn cứ)?[\s.…;,]*$/i
/** What closes the row. */
const PROPOSAL = /^\s*(theo|xét)\s+đề nghị/i

/**
 * In place of a blank basis, else behind the one that the caret is in, else behind the last; never behind the proposal.
 * Its ending comes by itself.
 */
export function insertBasis(wording: string): Command {
  return (state, dispatch) => {
    const node = nodeOf({ type: 'basis', content: [{ type: 'text', text: `Căn cứ ${wording}` }] }, state.schema)
    const blocks = state.doc.children
    const isBasis = (block: Node) => roleOf(block) === 'basis' && !PROPOSAL.test(block.textContent)
    const isBlank = (block: Node) => isBasis(block) && BLANK.test(block.textContent)
    const own = currentBlock(state)
    const blank = own && isBlank(own.node) ? own.index : blocks.findIndex(isBlank)
    const behind = own && isBasis(own.node) ? own.index : blocks.findLastIndex(isBasis)
    const first = blocks.findIndex((block) => roleOf(block) === 'basis')
    const at = positionOf(state.doc, blank !== -1 ? blank : behind !== -1 ? behind + 1 : Math.max(first, 0))
    const end = at + (blocks[blank]?.nodeSize ?? 0)
    if (dispatch) {
      const tr = state.tr.replaceWith(at, end, node)
      dispatch(tr.setSelection(TextSelection.create(tr.doc, at + node.nodeSize - 1)).scrollIntoView())
    }
    return true
  }
}
