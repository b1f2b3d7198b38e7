/** The look of one passage for another, as Word's brush: bold and the like, and how the lines are aligned. */
import type { Mark } from '@tiptap/pm/model'
import type { Command, EditorState } from '@tiptap/pm/state'
import { type Alignment, isAligned, isAlignment } from './alignment.ts'

export interface Look {
  marks: readonly Mark[]
  /** Null where lines of that kind have none of their own. */
  align: Alignment | null
}

/** Of the first letter that is chosen, or of what would be typed at the caret. */
export function lookOf({ storedMarks, selection, doc }: EditorState): Look {
  const { empty, $from, from } = selection
  const marks = empty ? (storedMarks ?? $from.marks()) : (doc.resolve(from).nodeAfter?.marks ?? $from.marks())
  const align: unknown = isAligned($from.parent) ? $from.parent.attrs.align : null
  return { marks, align: isAlignment(align) ? align : null }
}

/** Gives the chosen words that look; false where none are chosen. */
export function paint({ marks, align }: Look): Command {
  return (state, dispatch) => {
    const { empty, ranges } = state.selection
    if (empty) return false
    const { tr } = state
    for (const { $from, $to } of ranges) {
      tr.removeMark($from.pos, $to.pos)
      for (const mark of marks) tr.addMark($from.pos, $to.pos, mark)
      state.doc.nodesBetween($from.pos, $to.pos, (node, pos) => {
        if (align !== null && isAligned(node)) tr.setNodeAttribute(pos, 'align', align)
      })
    }
    dispatch?.(tr)
    return true
  }
}
