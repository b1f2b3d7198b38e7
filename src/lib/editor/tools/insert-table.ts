import type { Node } from '@tiptap/pm/model'
import { type Command, TextSelection } from '@tiptap/pm/state'
import { currentBlock, roleOf } from '../structure/blocks.ts'

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
