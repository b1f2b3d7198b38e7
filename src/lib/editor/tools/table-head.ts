/** The rows of headings, as in Word: those from the top down to the selection, or the first one. */
import type { Command } from '@tiptap/pm/state'
import { isInTable, selectedRect } from '@tiptap/pm/tables'
import { headRows, setHeadRows } from '../../document/table-head.ts'

export const toggleHeadRows: Command = (state, dispatch) => {
  if (!isInTable(state)) return false
  const { table, tableStart, top, bottom } = selectedRect(state)
  const wanted = top === 0 ? bottom : 1
  const { tr } = state
  setHeadRows(tr, tableStart - 1, headRows(table) >= wanted ? 0 : wanted)
  dispatch?.(tr)
  return true
}
