import { expect, test } from 'vitest'
import { FIRST_RESERVED_CLIENT } from '../../clients.ts'
import type { BodyNode } from '../model.ts'
import { readDocument } from '../read.ts'
import { newText } from '../seed.ts'
import { clause, documentOf, p } from '../testing.ts'
import { compare } from './compare.ts'
import { finalText } from './final.ts'
import { copyOf, edit } from './testing.ts'
import { waysOf } from './ways.ts'

const BLOCKS: BodyNode[] = [
  clause('dieu', 'Một', 'd1'),
  clause('khoan', 'Khoản', 'k1'),
  clause('dieu', 'Hai', 'd2'),
  p('Chữ của điều hai.'),
  clause('dieu', 'Ba', 'd3'),
]

/** Moves so many blocks behind the one at `behind`, as they stand before. */
function way(from: number, count: number, behind: number) {
  const text = newText(documentOf('quyet-dinh', BLOCKS))
  const copy = copyOf(text)
  edit(copy, (tr) => {
    const at = (index: number) => [...Array(index).keys()].reduce((sum, one) => sum + tr.doc.child(one).nodeSize, 0)
    const [start, end, target] = [at(from), at(from + count), at(behind + 1)]
    const { content } = tr.doc.slice(start, end)
    tr.insert(target, content)
    tr.delete(tr.mapping.map(start, 1), tr.mapping.map(end, -1))
  })
  const open = compare(text, copy).map((changes, at) => ({ id: `s${at}`, client: FIRST_RESERVED_CLIENT + at, changes }))
  expect(open).toHaveLength(1)
  return waysOf(text, readDocument(finalText(text, open)), open).get('s0')
}

test('a clause is told by its number before and after', () => {
  expect(way(4, 1, 1)).toEqual({ from: 'Điều 3', to: 'Điều 2' })
  expect(way(1, 1, 3)).toEqual({ from: 'khoản 1 Điều 1', to: 'khoản 1 Điều 2' })
})

test('words without a number are told by the clauses in which they stand', () => {
  expect(way(3, 1, 4)).toEqual({ from: 'Điều 2', to: 'Điều 3' })
})
