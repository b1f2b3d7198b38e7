import { Fragment, Slice } from '@tiptap/pm/model'
import { type Command, TextSelection } from '@tiptap/pm/state'

interface Wanted {
  target: string
  /** What follows the reference: " Quyết định này". */
  after?: string
  /** The "@" that was typed to ask for the list goes. */
  dropsSign?: boolean
}

/** Puts a live reference at the caret, or in place of what is selected; it has the look of the words around it. */
export function insertReference({ target, after = '', dropsSign = false }: Wanted): Command {
  return (state, dispatch) => {
    const { reference } = state.schema.nodes
    const { $from, $to } = state.selection
    if (!reference || !$from.parent.isTextblock || !$from.sameParent($to)) return false
    if (!dispatch) return true
    const hasSign = dropsSign && state.doc.textBetween(Math.max($from.start(), $from.pos - 1), $from.pos) === '@'
    const from = hasSign ? $from.pos - 1 : $from.pos
    const marks = state.storedMarks ?? $from.marks()
    const words = after === '' ? [] : [state.schema.text(after, marks)]
    const put = Fragment.from([reference.create({ target }, null, marks), ...words])
    const tr = state.tr.replace(from, $to.pos, new Slice(put, 0, 0))
    dispatch(tr.setSelection(TextSelection.create(tr.doc, from + put.size)).scrollIntoView())
    return true
  }
}
