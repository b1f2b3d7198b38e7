/** Tab goes from cell to cell, and behind the last one opens a row. */
import { type Command, TextSelection } from '@tiptap/pm/state'
import { addRowAfter, goToNextCell, isInTable, selectedRect } from '@tiptap/pm/tables'

/** A new cell begins with a paragraph, as in `insertTable`: without one the caret would stay in the row above. */
export const nextCell: Command = (state, dispatch, view) => {
  if (!isInTable(state)) return false
  if (goToNextCell(1)(state, dispatch, view)) return true
  const { bottom, tableStart } = selectedRect(state)
  const { textblock } = state.schema.nodes
  if (!textblock) return false
  return addRowAfter(
    state,
    dispatch &&
      ((tr) => {
        const rows = tr.doc.resolve(tableStart).parent.children
        const start = rows.slice(0, bottom).reduce((pos, row) => pos + row.nodeSize, tableStart)
        let pos = start + 1
        for (const cell of rows[bottom]?.children ?? []) {
          if (cell.childCount === 0) tr.insert(pos + 1, textblock.create())
          pos = tr.doc.resolve(pos).posAtIndex(tr.doc.resolve(pos).index() + 1)
        }
        dispatch(tr.setSelection(TextSelection.near(tr.doc.resolve(start + 2))).scrollIntoView())
      }),
  )
}
