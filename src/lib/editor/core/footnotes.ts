/** Footnotes: a mark among the words that carries its text. */
import type { Node } from '@tiptap/pm/model'
import { type Command, type EditorState, NodeSelection, TextSelection } from '@tiptap/pm/state'
import { cleanText } from '../../document/text.ts'

interface Footnote {
  node: Node
  pos: number
}

/** The footnote whose mark is selected, or null. */
export function selectedFootnote({ selection }: EditorState): Footnote | null {
  if (!(selection instanceof NodeSelection) || selection.node.type.name !== 'footnote') return null
  return { node: selection.node, pos: selection.from }
}

/** The text of a footnote as the house keeps it: one line. */
export function footnoteWords(text: string): string {
  return cleanText(text).replace(/\s+/g, ' ').trim()
}

/** Puts a mark behind the selection, or gives the selected mark another text; without text the mark goes. */
export function writeFootnote(text: string): Command {
  return (state, dispatch) => {
    const { footnote } = state.schema.nodes
    const words = footnoteWords(text)
    const held = selectedFootnote(state)
    const { $to } = state.selection
    if (!footnote || (!held && !$to.parent.isTextblock)) return false
    if (!dispatch) return true
    const tr = state.tr
    let behind = $to.pos
    if (held && words) tr.setNodeAttribute(held.pos, 'text', words)
    else if (held) behind = tr.delete(held.pos, held.pos + 1) && held.pos
    else if (words) behind = tr.insert($to.pos, footnote.create({ text: words }, null, $to.marks())) && $to.pos + 1
    dispatch(tr.setSelection(TextSelection.create(tr.doc, behind)).scrollIntoView())
    return true
  }
}
