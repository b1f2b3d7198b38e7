import { TextSelection } from '@tiptap/pm/state'
import { expect, test, vi } from 'vitest'
import { createClient } from '../../../../tests/fuzz/document/client.ts'
import type { BodyNode } from '../../document/model.ts'
import { seedUpdate } from '../../document/seed.ts'
import { cell, p, row, signer, sonLa, table } from '../../document/testing.ts'
import { cellsToCome, partsOf, type PastedView, putCellsByRows } from './by-rows.ts'

const rows = (count: number, of: (at: number) => BodyNode[] = (at) => [cell(`${at}`)]) =>
  Array.from({ length: count }, (_, at) => row(...of(at)))

test('a long table comes in parts that hold every row once, in order; what stands around it comes first', () => {
  const long = table(...rows(1_500))
  const { first, later } = partsOf([p('trên'), long, p('dưới')])
  expect(first).toHaveLength(3)
  const [, begun] = first
  expect([begun?.content ?? [], ...(later?.rows ?? [])].flat()).toEqual(long.content)
  expect(Math.max(...(later?.rows ?? []).map(({ length }) => length))).toBeLessThanOrEqual(40)
  expect(later?.all).toBe(1_500)
})

test('no part ends within a merged cell', () => {
  const long = table(...rows(400, (at) => (at % 70 === 0 ? [cell('gộp', { rowspan: 70 }), cell('a')] : [cell('a')])))
  const { first, later } = partsOf([long])
  expect([first[0]?.content ?? [], ...(later?.rows ?? [])].map(({ length }) => length % 70)).toEqual([
    0, 0, 0, 0, 0, 50,
  ])
})

test('a shorter one comes at once', () => {
  const blocks = [table(...rows(90)), table(...rows(20))]
  expect(partsOf(blocks)).toEqual({ first: blocks, later: null })
})

/** With the caret where it says «đây». */
function pageWith(...blocks: BodyNode[]): PastedView {
  vi.stubGlobal('requestAnimationFrame', (act: () => void) => setTimeout(act))
  const client = createClient(1, seedUpdate({ kind: 'cong-van', office: sonLa, signer, blocks }))
  let caret = 0
  client.state.doc.descendants((node, pos) => {
    if (node.isText && node.text === 'đây') caret = pos
  })
  client.dispatch(client.state.tr.setSelection(TextSelection.create(client.state.doc, caret)))
  return {
    get state() {
      return client.state
    },
    isDestroyed: false,
    dispatch: (tr) => client.dispatch(tr),
  }
}
const words = ({ state }: PastedView) =>
  (state.doc.firstChild?.children ?? []).map((row) => row.children.map((cell) => cell.textContent))

test('a long table into a cell of a table fills it row by row and lets it grow; what is typed meanwhile stays', async () => {
  const page = pageWith(table(row(cell('a'), cell('b')), row(cell('c'), cell('đây')), row(cell('d'), cell('e'))))
  const { refusal, more } = putCellsByRows(
    page,
    cellsToCome(page.state, table(...rows(300, (at) => [cell(`x${at}`), cell(`y${at}`)]))),
  )
  expect([refusal, words(page)[2]?.[1]]).toEqual([null, 'x1'])
  let isTyped = false
  const heard: number[] = []
  const left = await more?.((count) => {
    heard.push(count)
    if (!isTyped) page.dispatch(page.state.tr.insertText('gõ ', 3))
    isTyped = true
  })
  expect([left, heard.at(-1)]).toEqual([[], 300])
  const all = words(page)
  expect(all).toHaveLength(301)
  expect(all[0]).toEqual(['gõ a', 'b', ''])
  for (let at = 0; at < 300; at++) expect(all[at + 1]?.slice(1)).toEqual([`x${at}`, `y${at}`])
})

test('where a merged cell is in the way of any of its rows, nothing is changed', () => {
  const page = pageWith(
    table(row(cell('đây'), cell('b')), ...rows(80, () => [cell('c'), cell('d')]), row(cell('gộp', { colspan: 2 }))),
  )
  const before = page.state.doc
  const { refusal, more } = putCellsByRows(page, cellsToCome(page.state, table(...rows(300))))
  expect([refusal, more]).toEqual(['merged', null])
  expect(page.state.doc).toBe(before)
})
