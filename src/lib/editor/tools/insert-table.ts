import type { Node } from '@tiptap/pm/model'
import { type Command, type EditorState, TextSelection } from '@tiptap/pm/state'
import { currentBlock, roleOf } from '../core/blocks.ts'

/**
 * Puts a table below the caret's line, or in its place when the line is empty. Every cell begins with a paragraph: the
 * schema asks for none, and the caret finds no place in an empty cell.
 */
export function insertTable(rows: number, columns: number): Command {
  return (state, dispatch) => {
    const block = currentBlock(state)
    const { tableCell, tableHeader, tableRow, table, textblock } = state.schema.nodes
    if (!block || !tableCell || !tableHeader || !tableRow || !table || !textblock) return false
    if (!dispatch) return true
    const row = (isFirst: boolean): Node =>
      tableRow.create(
        null,
        Array.from({ length: columns }, () => (isFirst ? tableHeader : tableCell).create(null, textblock.create())),
      )
    const node = table.create(
      null,
      Array.from({ length: rows }, (_, index) => row(index === 0)),
    )
    const end = block.pos + block.node.nodeSize
    const isEmptyLine = roleOf(block.node) === 'paragraph' && block.node.content.size === 0
    const from = isEmptyLine ? block.pos : end
    const tr = state.tr.replaceWith(from, end, node)
    dispatch(tr.setSelection(TextSelection.near(tr.doc.resolve(from + 1), 1)).scrollIntoView())
    return true
  }
}

/** An empty line right below the table that the caret is in. */
export const writeBelowTable: Command = (state, dispatch) => {
  const { $head } = state.selection
  const { textblock } = state.schema.nodes
  if (!textblock || $head.depth === 0 || $head.node(1).type.name !== 'table') return false
  if (!dispatch) return true
  const behind = $head.after(1)
  const tr = state.tr.insert(behind, textblock.create())
  dispatch(tr.setSelection(TextSelection.create(tr.doc, behind + 1)).scrollIntoView())
  return true
}

/** Whether the caret is in the last row of a table that ends the document: below it there is no place to go to. */
export function isAtBottomTable({ doc, selection: { $head, empty } }: EditorState): boolean {
  if (!empty || $head.depth < 2 || $head.node(1) !== doc.lastChild || $head.node(1).type.name !== 'table') return false
  return $head.index(1) === $head.node(1).childCount - 1
}
