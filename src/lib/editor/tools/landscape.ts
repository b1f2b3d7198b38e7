import type { Command, EditorState } from '@tiptap/pm/state'
import { type Block, roleOf } from '../core/blocks.ts'

/** The head of the appendix that the caret is in; null in the document itself. */
export function appendixAround(state: EditorState): Block | null {
  const { doc, selection } = state
  let found: Block | null = null
  doc.forEach((node, pos, index) => {
    if (pos < selection.head && roleOf(node) === 'appendix') found = { node, pos, index }
  })
  return found
}

/** Lays the pages of this appendix across, or upright again. */
export const toggleLandscape: Command = (state, dispatch) => {
  const head = appendixAround(state)
  if (!head) return false
  dispatch?.(state.tr.setNodeAttribute(head.pos, 'isLandscape', head.node.attrs.isLandscape !== true))
  return true
}
