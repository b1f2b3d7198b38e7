/**
 * A long table that was copied on a page like this one. It is in our shapes already, and ProseMirror would read and put in
 * all of it at once; so it is handed the first rows alone, and the others follow between the frames. In the browser only.
 */
import { DOMParser as NodeParser, type Node } from '@tiptap/pm/model'
import type { EditorView } from '@tiptap/pm/view'
import { gridWidth } from '../../document/grid.ts'
import { span } from '../../document/span.ts'
import { type CellsToCome, cut, type Heard, putRowsAtEnd } from './by-rows.ts'

export interface OwnTable {
  /** What was copied, its longest table with the first rows alone. */
  first: string
  begun: HTMLTableRowElement[]
  later: HTMLTableRowElement[][]
  /** How many rows there are in all. */
  all: number
  /** The columns of its grid; null where it is too large. */
  width: number | null
  /** Nothing else was copied. */
  isAlone: boolean
}

/** Null where all may come at once. */
export function ownTable(html: string): OwnTable | null {
  const { body } = new DOMParser().parseFromString(html, 'text/html')
  let rows: HTMLTableRowElement[] = []
  for (const table of body.querySelectorAll('table')) if (table.rows.length > rows.length) rows = [...table.rows]
  const [begun = [], ...later] = cut(rows, (row) => [...row.cells].map(({ rowSpan }) => span(rowSpan)))
  if (later.length === 0) return null
  const spans = ({ cells }: HTMLTableRowElement) =>
    [...cells].map(({ colSpan, rowSpan }) => ({ colspan: span(colSpan), rowspan: span(rowSpan) }))
  const width = gridWidth(rows.map(spans))
  for (const row of later.flat()) row.remove()
  const isAlone = body.children.length === 1 && body.firstElementChild?.tagName === 'TABLE'
  return { first: body.innerHTML, begun, later, all: rows.length, width, isAlone }
}

/** Gives back the words of the rows that found no place. */
export async function putOwnRows(view: EditorView, table: OwnTable, heard: Heard): Promise<string[]> {
  const { begun, all, later } = table
  const read = (rows: HTMLTableRowElement[]) => [...(readTable(view, rows)?.children ?? [])]
  const left = await putRowsAtEnd(view, { begun: begun.length, all, later, read }, heard)
  return left.map(({ textContent }) => textContent)
}

/** For the cells of a table that is there; null where more than this table was copied. */
export function ownCells(view: EditorView, table: OwnTable): CellsToCome<HTMLTableRowElement> | null {
  const { isAlone, begun, later, all, width } = table
  const first = isAlone ? readTable(view, begun) : null
  if (!first) return null
  return { begun: first, width, all, later, tableOf: (rows) => readTable(view, rows) ?? first.type.create() }
}

function readTable({ state }: EditorView, rows: readonly HTMLTableRowElement[]): Node | null {
  const own = document.createElement('table')
  own.append(...rows)
  const page = document.createElement('div')
  page.append(own)
  return NodeParser.fromSchema(state.schema).parseSlice(page, { preserveWhitespace: true }).content.firstChild
}
