/** Tables whose cells are few and whose grid is enormous: read, drawn and mended at once, with every word kept. */
import { EditorState, TextSelection } from '@tiptap/pm/state'
import { TableMap } from '@tiptap/pm/tables'
import { describe, expect, test } from 'vitest'
import { checkDocument } from '../../src/lib/document/check/index.ts'
import { fittedShares, narrowed } from '../../src/lib/document/column-fit.ts'
import { MOST_COLUMNS, mostPlaces, readableTable } from '../../src/lib/document/grid.ts'
import type { BodyNode, PrintBlock } from '../../src/lib/document/model.ts'
import { printTable } from '../../src/lib/document/print/table.ts'
import { schema } from '../../src/lib/document/schema.ts'
import { nodeOf, plainOf } from '../../src/lib/document/shared-form.ts'
import { tableCare } from '../../src/lib/document/tables.ts'
import { documentOf } from '../../src/lib/document/testing.ts'

const cell = (text: string, attrs: Record<string, unknown>): BodyNode => ({
  type: 'tableCell',
  attrs,
  content: [{ type: 'paragraph', content: [{ type: 'text', text }] }],
})

/** `lengths`: how many cells each row has. */
const tableOf = (lengths: readonly number[], attrs: Record<string, unknown>): BodyNode => ({
  type: 'table',
  content: lengths.map((length, y) => ({
    type: 'tableRow',
    content: Array.from({ length }, (_, x) => cell(`${y}.${x}`, attrs)),
  })),
})
const rows = (count: number, length = 1): number[] => Array.from({ length: count }, () => length)

const HOSTILE: Record<string, BodyNode> = {
  'a cell a row': tableOf(rows(50), { colspan: 100, rowspan: 50 }),
  'many cells': tableOf(rows(300, 20), { colspan: 50, rowspan: 50 }),
  'rows of very different lengths': tableOf([1000, ...rows(5000)], { colspan: 1, rowspan: 1 }),
  'more columns than a sheet': tableOf([600], { colspan: 3, rowspan: 1 }),
  'spans and rows': tableOf(rows(5000), { colspan: 100, rowspan: 100 }),
}

const most = ({ content = [] }: BodyNode) => mostPlaces(content.map((one) => one.content ?? []))

const wordsOf = (node: BodyNode): string[] =>
  node.text === undefined ? (node.content ?? []).flatMap(wordsOf) : [node.text]

const printedWords = (table: BodyNode) => {
  const printed = printTable(table, (one) => [{ type: 'formula', text: wordsOf(one).join('|') }])
  const words = (block: PrintBlock) => (block.type === 'formula' ? block.text.split('|') : [])
  return { printed, words: printed?.rows.flatMap((row) => row.flatMap(({ blocks }) => blocks.flatMap(words))) }
}

describe.each(Object.entries(HOSTILE))('%s', (_, table) => {
  test('is printed within the bounds, every word in its order', () => {
    const { printed, words } = printedWords(table)
    expect(words?.filter((word) => word !== '')).toEqual(wordsOf(table))
    const width = printed?.columns.length ?? 0
    expect(width).toBeLessThanOrEqual(MOST_COLUMNS)
    expect(width * (printed?.rows.length ?? 0)).toBeLessThanOrEqual(most(table))
    expect(fittedShares(table)).toHaveLength(width)
    expect(narrowed(table)).toBe(table)
    expect(wordsOf(readableTable(table))).toEqual(wordsOf(table))
    expect(readableTable(readableTable(table))).toEqual(readableTable(table))
  })

  test('is told by the checker, and its mend is enough', () => {
    const found = (content: BodyNode[]) =>
      checkDocument(documentOf('quyet-dinh', content)).filter(({ rule }) => rule === 'table_too_large')
    const [finding] = found([table])
    expect(finding?.place).toMatchObject({ at: 'block', path: [0, 0, 0, 0] })
    expect(finding?.mend?.act === 'replace-block' && found([finding.mend.node])).toEqual([])
  })

  test('can be measured by the editor at once, and is mended by who acts in it', () => {
    const doc = nodeOf({ type: 'doc', content: [table] }, schema)
    const map = TableMap.get(doc.child(0))
    expect(map.map.length).toBeLessThanOrEqual(2 * most(table))
    let state = EditorState.create({ schema, doc, plugins: [tableCare(() => true)] })
    state = state.apply(state.tr.setSelection(TextSelection.create(state.doc, 5)).insertText('x', 5))
    expect(wordsOf(plainOf(state.doc)).length).toBe(wordsOf(table).length)
    expect(TableMap.get(state.doc.child(0)).map.length).toBeLessThanOrEqual(2 * most(table))
  })
})

test.each([0, -1, Number.NaN, 1e9, Number.POSITIVE_INFINITY, '2', '9'.repeat(400), null, undefined, {}, [3]])(
  'a span of %s is read, measured and printed',
  (value) => {
    const table = tableOf(rows(3, 3), {
      colspan: value,
      rowspan: value,
      colwidth: Array.from({ length: 10_000 }, () => 1e300),
    })
    const doc = nodeOf({ type: 'doc', content: [table] }, schema)
    expect(TableMap.get(doc.child(0)).map.length).toBeLessThan(100)
    expect(printedWords(table).words?.length).toBeGreaterThanOrEqual(9)
    const columns = printTable(table, () => [])?.columns ?? []
    expect(columns.reduce((sum, width) => sum + width, 0)).toBeCloseTo(1)
  },
)

test('a long list without merged cells stays as it is', () => {
  const list = tableOf(rows(3000, 12), { colspan: 1, rowspan: 1 })
  expect(readableTable(list)).toBe(list)
})

test('widths beyond all measure give columns that can be drawn', () => {
  for (const width of [1e308, Number.MAX_VALUE, 5e-324, 0, -5, Number.NaN]) {
    const table = tableOf(rows(2, 3), { colspan: 1, rowspan: 1, colwidth: [width] })
    const columns = printTable(table, () => [])?.columns ?? []
    expect(columns.every((share) => share > 0 && share <= 1)).toBe(true)
  }
})

test('a table without rows, or with rows of nothing, is nothing', () => {
  for (const table of [tableOf([], {}), tableOf([0, 0, 0], {}), { type: 'table' }]) {
    expect(printTable(table, () => [])).toBeNull()
    expect(readableTable(table)).toBe(table)
  }
})
