/** Puts a căn cứ from the library where it belongs: in the row of bases that opens the document. */
import { type Command, TextSelection } from '@tiptap/pm/state'
import { nodeOf } from '../../document/shared-form.ts'
import { currentBlock, positionOf, roleOf } from '../structure/blocks.ts'

/** A basis that says nothing yet. */
const BLANK = /^(căn cứ)?[\s.…;,]*$/i

/** Behind the basis that the caret is in, or in its place while it is blank; else behind the last one. */
export function insertBasis(wording: string): Command {
  return (state, dispatch) => {
    const node = nodeOf({ type: 'basis', content: [{ type: 'text', text: `Căn cứ ${wording};` }] }, state.schema)
    const own = currentBlock(state)
    const isIn = own !== null && roleOf(own.node) === 'basis'
    const index = isIn ? own.index : state.doc.children.findLastIndex((block) => roleOf(block) === 'basis')
    const present = index === -1 ? null : state.doc.child(index)
    const start = positionOf(state.doc, index === -1 ? 0 : index)
    const end = present ? start + present.nodeSize : start
    const at = present && BLANK.test(present.textContent) ? start : end
    if (dispatch) {
      const tr = state.tr.replaceWith(at, end, node)
      dispatch(tr.setSelection(TextSelection.create(tr.doc, at + node.nodeSize - 1)).scrollIntoView())
    }
    return true
  }
}
