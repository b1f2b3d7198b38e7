import { expect, test } from 'vitest'
import type { BodyNode } from '../../document/model.ts'
import { cell, p, row, table } from '../../document/testing.ts'
import { partsOf } from './by-rows.ts'

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
