import { Fragment, type Node, Slice } from '@tiptap/pm/model'
import { EditorState, TextSelection } from '@tiptap/pm/state'
import { CellSelection, TableMap } from '@tiptap/pm/tables'
import { describe, expect, test } from 'vitest'
import type { BodyNode } from '../../document/model.ts'
import { schema } from '../../document/schema.ts'
import { nodeOf } from '../../document/shared-form.ts'
import { putCells } from './cells.ts'

type Spec = string | [text: string, colspan: number, rowspan: number]

const table = (rows: Spec[][], type = 'tableCell'): BodyNode => ({
  type: 'table',
  content: rows.map((cells) => ({
    type: 'tableRow',
    content: cells.map((cell) => {
      const [text, colspan, rowspan] = typeof cell === 'string' ? [cell, 1, 1] : cell
      const words = text === '' ? {} : { content: [{ type: 'text', text }] }
      return { type, attrs: { colspan, rowspan, colwidth: null }, content: [{ type: 'paragraph', ...words }] }
    }),
  })),
})

/** With the caret in the cell that says so. */
function stateOf(rows: Spec[][], at: string): EditorState {
  const doc = nodeOf({ type: 'doc', content: [table(rows)] })
  let pos = 0
  doc.descendants((node, where) => {
    if (node.isText && node.text === at) pos = where
  })
  return EditorState.create({ doc, selection: TextSelection.create(doc, pos) })
}

const sliceOf = (rows: Spec[][]) => new Slice(Fragment.from(nodeOf(table(rows))), 0, 0)

/** The grid as one sees it, each place with the words of its cell. */
function grid(doc: Node): string[][] {
  const node = doc.firstChild
  if (!node) return []
  doc.check()
  const { map, width, height, problems } = TableMap.get(node)
  expect(problems).toBeNull()
  return Array.from({ length: height }, (_, row) =>
    Array.from({ length: width }, (_, column) => node.nodeAt(map[row * width + column] ?? 0)?.textContent ?? '?'),
  )
}

const FOUR = [1, 2, 3, 4].map((row) => [1, 2, 3, 4].map((column) => `${row}${column}`))
const MERGED: Spec[][] = [
  ['A', 'B', ['C', 1, 2]],
  ['D', 'E'],
]

function put(rows: Spec[][], at: string, cells: Spec[][]) {
  const state = stateOf(rows, at)
  const done = putCells(state, sliceOf(cells))
  return typeof done === 'string' || done === null ? done : grid(state.apply(done).doc)
}

test('merged cells into the last cell of a 4 × 4: it grows, C over two rows', () => {
  expect(put(FOUR, '44', MERGED)).toEqual([
    ['11', '12', '13', '14', '', ''],
    ['21', '22', '23', '24', '', ''],
    ['31', '32', '33', '34', '', ''],
    ['41', '42', '43', 'A', 'B', 'C'],
    ['', '', '', 'D', 'E', 'C'],
  ])
})

test('into the middle: what was there is written over, and the rest stays', () => {
  expect(put(FOUR, '22', MERGED)).toEqual([
    ['11', '12', '13', '14'],
    ['21', 'A', 'B', 'C'],
    ['31', 'D', 'E', 'C'],
    ['41', '42', '43', '44'],
  ])
})

describe('merged cells that are there', () => {
  const HELD: Spec[][] = [['11', '12', '13'], ['21', ['22', 2, 2]], ['31']]

  test('go whole where all of one is written over', () => {
    const cells: Spec[][] = [
      ['A', 'B'],
      ['C', 'D'],
    ]
    expect(put(HELD, '22', cells)).toEqual([
      ['11', '12', '13'],
      ['21', 'A', 'B'],
      ['31', 'C', 'D'],
    ])
  })

  test.each([
    ['at the left', '31', [['A', 'B']]],
    ['from above', '12', [['A'], ['B']]],
    ['smaller', '22', [['A']]],
  ])('and reach out of the place: a clear no, %s', (_, at, cells) => {
    expect(put(HELD, at, cells)).toBe('merged')
  })
})

test('a table that would be too wide is not made', () => {
  expect(put([['x']], 'x', [Array.from({ length: 60 }, () => 'a')])?.[0]).toHaveLength(60)
  const wide = [Array.from({ length: 60 }, (_, at) => `x${at}`)]
  expect(put(wide, 'x59', [Array.from({ length: 60 }, () => 'a')])).toBe('large')
})

test('chosen cells: the first is where it begins', () => {
  const state = stateOf(FOUR, '11')
  const first = state.doc.firstChild
  if (!first) throw new Error('no table')
  const map = TableMap.get(first)
  const chosen = CellSelection.create(state.doc, 1 + map.positionAt(2, 2, first), 1 + map.positionAt(1, 1, first))
  const done = putCells(state.apply(state.tr.setSelection(chosen)), sliceOf([['A']]))
  expect(done !== null && typeof done !== 'string' && grid(state.apply(done).doc)[1]).toEqual(['21', 'A', '23', '24'])
})

test('nothing but cells is its work', () => {
  const state = stateOf(FOUR, '11')
  const line = nodeOf({ type: 'paragraph', content: [{ type: 'text', text: 'x' }] })
  expect(putCells(state, new Slice(Fragment.from(line), 0, 0))).toBeNull()
  expect(putCells(state, Slice.empty)).toBeNull()
  expect(schema.nodes.table).toBeDefined()
})

test('every place of every table with every merged piece: grown or refused, never broken', () => {
  const pieces: Spec[][][] = [
    MERGED,
    [[['A', 2, 2]]],
    [['A', ['B', 1, 3]], ['C'], ['D']],
    [[['A', 3, 1]], ['B', 'C', 'D']],
  ]
  const tables: Spec[][][] = [
    FOUR,
    [
      ['11', ['12', 2, 1]],
      ['21', '22', '23'],
    ],
    [[['11', 1, 2], '12'], ['22']],
  ]
  for (const rows of tables)
    for (const cell of rows.flat())
      for (const piece of pieces) {
        const at = typeof cell === 'string' ? cell : cell[0]
        const done = put(rows, at, piece)
        if (typeof done === 'string') continue
        const words = new Set(done?.flat())
        for (const one of piece.flat()) expect(words).toContain(typeof one === 'string' ? one : one[0])
      }
})
