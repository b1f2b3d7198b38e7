/** The rows of a table that hold its headings: they repeat on every page. */
import type { Node } from '@tiptap/pm/model'
import type { Transaction } from '@tiptap/pm/state'

/** How many rows of headings stand at the top. */
export function headRows(table: Node): number {
  const first = table.children.findIndex(
    (row) => row.childCount === 0 || row.children.some(({ type }) => type.name !== 'tableHeader'),
  )
  return first === -1 ? table.childCount : first
}

/** So many rows that no cell of the first `rows` reaches out of them: "Năm" above "2025" and "2026" is one heading of two rows. */
export function wholeRows(spans: readonly (readonly number[])[], rows: number): number {
  let end = Math.min(rows, spans.length)
  for (let row = 0; row < end; row++)
    end = Math.min(
      Math.max(end, row + (spans[row] ?? []).reduce((most, rows) => Math.max(most, rows), 1)),
      spans.length,
    )
  return end
}

/** Makes the first `rows` rows of the table at `pos` headings, and all others none. */
export function setHeadRows(tr: Transaction, pos: number, rows: number): Transaction {
  const table = tr.doc.nodeAt(pos)
  const { tableCell, tableHeader } = tr.doc.type.schema.nodes
  if (!table || !tableCell || !tableHeader) return tr
  const end = wholeRows(
    table.children.map((row) => row.children.map(({ attrs }) => Number(attrs.rowspan))),
    rows,
  )
  const had = headRows(table)
  table.forEach((row, offset, index) => {
    if (index >= Math.max(end, had)) return
    row.forEach((cell, inner) => {
      const type = index < end ? tableHeader : tableCell
      if (cell.type !== type) tr.setNodeMarkup(pos + 1 + offset + 1 + inner, type, cell.attrs)
    })
  })
  return tr
}
