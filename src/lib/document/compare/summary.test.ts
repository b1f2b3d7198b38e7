import { expect, test } from 'vitest'
import type { BodyNode } from '../model.ts'
import { clause, documentOf, p } from '../testing.ts'
import { compareShown } from './shown.ts'

const dieu = (id: string, ...more: BodyNode[]) => [clause('dieu', `Nội dung của điều mang tên ${id}`, id), ...more]
const khoan = (id: string) => clause('khoan', `Khoản mang tên ${id} quy định về việc ấy`, id)
const doc = (...blocks: BodyNode[][]) => documentOf('quyet-dinh', blocks.flat())
const told = (before: ReturnType<typeof doc>, after: ReturnType<typeof doc>) => {
  const { summary } = compareShown(before, after)
  return {
    units: summary.units.map(({ before, after, isMoved, parts }) => ({ before, after, isMoved, parts })),
    renumbered: summary.renumbered,
  }
}

test('clauses are told of by their numbers on both sides: added within, moved, renumbered', () => {
  const before = doc(dieu('a'), dieu('b'), dieu('c', khoan('c1')), dieu('d'))
  const after = doc(dieu('d'), dieu('a'), dieu('b'), dieu('c', khoan('c1'), khoan('c2'), khoan('c3')))
  expect(told(before, after)).toEqual({
    units: [
      { before: 'Điều 4', after: 'Điều 1', isMoved: true, parts: [] },
      { before: 'Điều 3', after: 'Điều 4', isMoved: false, parts: [{ is: 'in', what: 'khoan', count: 2 }] },
    ],
    renumbered: [
      { before: 'Điều 1', after: 'Điều 2' },
      { before: 'Điều 2', after: 'Điều 3' },
      { before: 'Điều 3', after: 'Điều 4' },
    ],
  })
})

test('a clause that is gone is told of with what stood in it', () => {
  const { units } = told(doc(dieu('a'), dieu('b', khoan('b1')), dieu('c')), doc(dieu('a'), dieu('c')))
  expect(units).toEqual([
    { before: 'Điều 2', after: null, isMoved: false, parts: [{ is: 'out', what: 'khoan', count: 1 }] },
  ])
})

test('what stands before the first clause is told of too', () => {
  const { units } = told(doc([p('Theo đề nghị')], dieu('a')), doc([p('Theo đề nghị của Sở')], dieu('a')))
  expect(units).toMatchObject([{ before: null, after: null }])
})

test('a key stays while the change stays, and is another when it changes again', () => {
  const before = doc(dieu('a'), dieu('b'))
  const keys = (after: ReturnType<typeof doc>) => compareShown(before, after).summary.units.map(({ key }) => key)
  const once = keys(doc(dieu('a'), dieu('b', khoan('b1'))))
  expect(keys(doc(dieu('a', khoan('a1')), dieu('b', khoan('b1'))))).toContain(once[0])
  expect(keys(doc(dieu('a'), dieu('b', khoan('b1'), khoan('b2'))))).not.toContain(once[0])
})
