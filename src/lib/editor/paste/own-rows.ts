/**
 * A long table that was copied on a page like this one. It is in our shapes already, and ProseMirror would read and put in
 * all of it at once; so it is handed the first rows alone, and the others follow between the frames. In the browser only.
 */
import { DOMParser as NodeParser, type Node } from '@tiptap/pm/model'
import type { EditorView } from '@tiptap/pm/view'
import { span } from '../../document/span.ts'
import { cut, type Heard, putRowsAtEnd } from './by-rows.ts'

export interface OwnTable {
  /** What was copied, its longest table with the first rows alone. */
  first: string
  /** How many rows of it that is, and how many there are in all. */
  begun: number
  all: number
  later: HTMLTableRowElement[][]
}

/** Null where all may come at once. */
export function ownTable(html: string): OwnTable | null {
  const { body } = new DOMParser().parseFromString(html, 'text/html')
  let rows: HTMLTableRowElement[] = []
  for (const table of body.querySelectorAll('table')) if (table.rows.length > rows.length) rows = [...table.rows]
  const [begun = [], ...later] = cut(rows, (row) => [...row.cells].map(({ rowSpan }) => span(rowSpan)))
  if (later.length === 0) return null
  for (const row of later.flat()) row.remove()
  return { first: body.innerHTML, begun: begun.length, all: rows.length, later }
}

/** Gives back the words of the rows that found no place. */
export async function putOwnRows(view: EditorView, table: OwnTable, heard: Heard): Promise<string[]> {
  const { begun, all, later } = table
  const parser = NodeParser.fromSchema(view.state.schema)
  const read = (rows: HTMLTableRowElement[]): Node[] => {
    const own = document.createElement('table')
    own.append(...rows)
    const page = document.createElement('div')
    page.append(own)
    const { content } = parser.parseSlice(page, { preserveWhitespace: true })
    return [...(content.firstChild?.children ?? [])]
  }
  const left = await putRowsAtEnd(view, { begun, all, later, read }, heard)
  return left.map(({ textContent }) => textContent)
}
