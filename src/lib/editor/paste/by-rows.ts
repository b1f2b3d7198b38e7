/**
 * A long table comes in part by part: put in at once, 1,500 rows hold the page for seconds. What is seen first stands there
 * with the paste itself; the rest follows between the frames, wherever the table is by then.
 */
import { Fragment, type Node, Slice } from '@tiptap/pm/model'
import type { EditorState } from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'
import { gridWidth, spansOf } from '../../document/grid.ts'
import type { BodyNode } from '../../document/model.ts'
import { nodeOf } from '../../document/shared-form.ts'
import { keepPlace } from '../core/highlights.ts'
import { asPaste } from './as-paste.ts'
import { cornerBelow, putCells, type Refusal, refusalOf, selectedCorner } from './cells.ts'

/** With the paste itself: more than a window shows. */
const FIRST_ROWS = 60
const ROWS_AT_ONCE = 40

export interface Parts {
  /** The blocks, a long table of them with its first rows alone. */
  first: BodyNode[]
  /** Its other rows, in parts that no merged cell reaches out of; null where all come at once. */
  later: { rows: BodyNode[][]; all: number } | null
}

/** The longest table of the blocks, in parts. */
export function partsOf(blocks: readonly BodyNode[]): Parts {
  const rowsOf = ({ type, content = [] }: BodyNode) => (type === 'table' ? content : [])
  const longest = blocks.reduce((most, block) => Math.max(most, rowsOf(block).length), 0)
  const at = blocks.findIndex((block) => rowsOf(block).length === longest)
  const table = blocks[at]
  const [head, ...rows] = table
    ? cut(rowsOf(table), ({ content = [] }) => content.map((cell) => spansOf(cell).rowspan))
    : []
  if (!head || !table || rows.length === 0) return { first: [...blocks], later: null }
  const begun = { ...table, content: head }
  return { first: blocks.map((block, index) => (index === at ? begun : block)), later: { rows, all: longest } }
}

/** In parts, of which no cell reaches out; in one where they are few. `spans`: how far each cell of a row reaches down. */
export function cut<Row>(rows: readonly Row[], spans: (row: Row) => readonly number[]): Row[][] {
  if (rows.length <= FIRST_ROWS + ROWS_AT_ONCE) return [[...rows]]
  const parts: Row[][] = []
  let part: Row[] = []
  /** The first row into which no cell above reaches. */
  let free = 0
  for (const [at, row] of rows.entries()) {
    const isFull = part.length >= (parts.length === 0 ? FIRST_ROWS : ROWS_AT_ONCE)
    if (isFull && free <= at) {
      parts.push(part)
      part = []
    }
    part.push(row)
    for (const rowspan of spans(row)) free = Math.max(free, at + rowspan)
  }
  return [...parts, part]
}

/** The table of the document that was just put in with these rows. */
function begunTable({ doc, selection }: EditorState, rows: number): number | null {
  let found: number | null = null
  doc.forEach((block, pos) => {
    const isBegun = block.type.name === 'table' && block.childCount === rows
    if (isBegun && (found === null || pos <= selection.head)) found = pos
  })
  return found
}

/** What pasting asks of the page. */
export type PastedView = Pick<EditorView, 'state' | 'dispatch' | 'isDestroyed'>

/** How many rows of a long table stand there so far; `all` is null while it is still being read. */
export interface Pasting {
  rows: number
  all: number | null
}

/** Hears how many of how many rows stand there. */
export type Heard = (rows: number, all: number) => void

/** The rows that are still to come, at the end of the table in which the first ones were put. Gives back those left over. */
export async function putRows(view: EditorView, { later }: Parts, heard: Heard): Promise<BodyNode[]> {
  if (!later) return []
  const { rows, all } = later
  const begun = all - rows.reduce((sum, { length }) => sum + length, 0)
  const read = (part: BodyNode[]) => part.map((row) => nodeOf(row, view.state.schema))
  return putRowsAtEnd(view, { begun, all, later: rows, read }, heard)
}

export interface ToCome<Row> {
  /** Rows of the table that was just put in. */
  begun: number
  all: number
  later: readonly Row[][]
  read: (part: Row[]) => Node[]
}

/** Appends them part by part. Gives back those that found no place, where somebody has taken that table away meanwhile. */
export async function putRowsAtEnd<Row>(view: EditorView, coming: ToCome<Row>, heard: Heard): Promise<Row[]> {
  const { begun, all, later, read } = coming
  const start = begunTable(view.state, begun)
  const place = keepPlace(view.state, (start ?? 0) + 3) // in its first cell, before its words
  let count = begun
  for (const [at, rows] of later.entries()) {
    await nextTurn()
    const end = view.isDestroyed || start === null ? null : endOfTable(view.state.doc, place(view.state))
    if (end === null) return later.slice(at).flat()
    view.dispatch(view.state.tr.insert(end, read(rows)).setMeta('paste', true).setMeta('uiEvent', 'paste'))
    heard((count += rows.length), all)
  }
  return []
}

export interface CellsPut<Row> {
  /** Why nothing was changed. */
  refusal: Refusal | null
  more: ((heard: Heard) => Promise<Row[]>) | null
}

/** A table on its way into the cells of another. */
export interface CellsToCome<Row> {
  /** Its first rows. */
  begun: Node
  /** The columns of the whole; null where it is too large. */
  width: number | null
  all: number
  later: readonly Row[][]
  tableOf: (rows: Row[]) => Node
}

/**
 * Puts a long table into the cells of the table that is there: the first rows at once where all of it has room, the others
 * by `more`, which gives back those that found no place.
 */
export function putCellsByRows<Row>(view: PastedView, coming: CellsToCome<Row>): CellsPut<Row> {
  const { begun, width, all, later, tableOf } = coming
  const sliceOf = (table: Node) => new Slice(Fragment.from(table), 0, 0)
  const corner = selectedCorner(view.state)
  const refusal = corner && width !== null ? refusalOf(corner, width, all) : null
  const tr = refusal ?? putCells(view.state, sliceOf(begun))
  if (tr === null || typeof tr === 'string') return { refusal: tr, more: null }
  view.dispatch(asPaste(tr))
  if (later.length === 0) return { refusal: null, more: null }
  let place = keepPlace(view.state, view.state.selection.head)
  let above = begun.childCount
  return {
    refusal: null,
    async more(heard) {
      let count = above
      for (const [at, rows] of later.entries()) {
        await nextTurn()
        const below = view.isDestroyed ? null : cornerBelow(view.state, place(view.state), above)
        const tr = below && putCells(view.state, sliceOf(tableOf(rows)), below)
        if (!tr || typeof tr === 'string') return later.slice(at).flat()
        // The caret stays where the writer has it; the next rows are found from the first cell of these.
        const put = tr.selection.head
        view.dispatch(tr.setSelection(view.state.selection.map(tr.doc, tr.mapping)).setMeta('paste', true))
        place = keepPlace(view.state, put)
        above = rows.length
        heard((count += rows.length), all)
      }
      return []
    },
  }
}

/** A table in our shapes, in parts. */
export function cellsToCome({ schema }: EditorState, table: BodyNode): CellsToCome<BodyNode> {
  const { first, later } = partsOf([table])
  const [begun = table] = first
  const rows = table.content ?? []
  return {
    begun: nodeOf(begun, schema),
    width: gridWidth(rows.map(({ content = [] }) => content.map(spansOf))),
    all: rows.length,
    later: later?.rows ?? [],
    tableOf: (part) => nodeOf({ ...table, content: part }, schema),
  }
}

function endOfTable(doc: Node, pos: number): number | null {
  const $pos = doc.resolve(pos)
  return $pos.depth > 0 && $pos.node(1).type.name === 'table' ? $pos.end(1) : null
}

/** After what has been put in is drawn, and the keys that were pressed meanwhile are heard. */
const nextTurn = () => new Promise<void>((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
