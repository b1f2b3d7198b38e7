import type { Node } from '@tiptap/pm/model'
import type { Command } from '@tiptap/pm/state'
import type { Alignment } from '../../document/model.ts'
import { roleOf } from '../core/blocks.ts'

export type { Alignment }

export function isAlignment(value: unknown): value is Alignment {
  return value === 'left' || value === 'center' || value === 'right' || value === 'justify'
}

/** Whether a line has an alignment of its own. */
export function isAligned(node: Node): boolean {
  const role = roleOf(node)
  return role === 'paragraph' || role === 'quote'
}

/** Aligns the selected running text and quoted lines, in table cells too; a clause has the alignment of its kind. */
export function setAlignment(to: Alignment): Command {
  return (state, dispatch) => {
    const { from, to: end } = state.selection
    const tr = state.tr
    state.doc.nodesBetween(from, end, (node, pos) => {
      if (isAligned(node)) tr.setNodeAttribute(pos, 'align', to)
      return !node.isTextblock
    })
    if (tr.docChanged) dispatch?.(tr)
    return tr.docChanged
  }
}
