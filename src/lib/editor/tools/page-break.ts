import { type Command, TextSelection } from '@tiptap/pm/state'
import { currentBlock, roleOf } from '../core/blocks.ts'

/**
 * What follows the caret begins on a new page. Running text is parted at the caret; a clause stays whole, and the page ends
 * behind it, or before it when the caret stands at its start.
 */
export const breakPage: Command = (state, dispatch) => {
  const block = currentBlock(state)
  const { pageBreak, textblock } = state.schema.nodes
  if (!block || !pageBreak || !textblock) return false
  if (!dispatch) return true
  const tr = state.tr.deleteSelection()
  const { $from } = tr.selection
  const [start, end] = [$from.before(1), $from.after(1)]
  let at = end
  if ($from.parentOffset === 0 && $from.parent.content.size > 0) at = start
  else if (roleOf($from.parent) === 'paragraph' && $from.parentOffset < $from.parent.content.size) {
    tr.split($from.pos)
    at = $from.pos + 1
  }
  tr.insert(at, pageBreak.create())
  const behind = at + 1
  const next = tr.doc.nodeAt(behind)
  if (!next) tr.insert(behind, textblock.create())
  tr.setSelection(TextSelection.near(tr.doc.resolve(behind + 1)))
  dispatch(tr.scrollIntoView())
  return true
}
