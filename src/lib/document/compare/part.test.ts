import { expect, test } from 'vitest'
import type { BodyNode } from '../model.ts'
import { cell, documentOf, p, row, table } from '../testing.ts'
import { firstPart, isChange, laterPart, type PartRow } from './part.ts'
import { compareShown } from './shown.ts'

const shownOf = (before: BodyNode[], after: BodyNode[]) =>
  compareShown(documentOf('quyet-dinh', before), documentOf('quyet-dinh', after))
const lines = (count: number, words = '') =>
  Array.from({ length: count }, (_, at) => p(`Dòng thứ ${at} của văn bản này${words}`))
const places = (rows: readonly PartRow[]) => rows.map(({ at }) => at)
/** What is sent for it, in letters. */
const sizeOf = (thing: unknown) => JSON.stringify(thing).length

test('what changed comes with what stands beside it, the rest when it is asked for', () => {
  const before = lines(240)
  const after = before.with(100, p('Dòng thứ 100 của văn bản này mới'))
  const comparison = shownOf(before, after)
  const part = firstPart(comparison)
  expect(places(part.rows)).toEqual([99, 100, 101])
  expect(part).toMatchObject({ next: null, count: 240, changes: 1, words: { in: 1, out: 0 } })
  const fold = laterPart(comparison, { is: 'rows', at: 102, upTo: 240, onlyChanges: false })
  expect(fold).toMatchObject({ next: null, rows: { length: 138 } })
})

test('BUDGET-1: of a long comparison a page begins with a part, and the parts together are the whole', () => {
  const comparison = shownOf(lines(3_000), lines(3_000, ' mới'))
  const part = firstPart(comparison)
  expect(sizeOf(part)).toBeLessThan(150_000)
  expect(part).toMatchObject({ words: comparison.words, count: comparison.rows.length })
  expect(part.changes).toBe(comparison.rows.filter(isChange).length)
  const rows = [...part.rows]
  for (let at = part.next; at !== null;) {
    const more = laterPart(comparison, { is: 'rows', at, upTo: part.count, onlyChanges: true })
    if (!('rows' in more)) throw new Error('rows were asked for')
    expect(sizeOf(more)).toBeLessThan(2_000_000)
    rows.push(...more.rows)
    at = more.next
  }
  expect(rows.map(({ at: _, isCut, ...row }) => (isCut ? null : row))).toEqual(comparison.rows)
  expect(places(rows)).toEqual(comparison.rows.map((_, at) => at))
})

test.each<[string, BodyNode[], BodyNode[]]>([
  ['lines of a word', [p('x')], Array.from({ length: 20_000 }, (_, at) => p(`x${at}`))],
  ['one line', [p('x')], [p('ă b '.repeat(100_000))]],
  [
    'a table',
    [p('x')],
    [table(...Array.from({ length: 300 }, (_, i) => row(...Array.from({ length: 60 }, (_, j) => cell(`${i}.${j}`)))))],
  ],
  ['a row of a table', [p('x')], [table(row(...Array.from({ length: 5_000 }, (_, j) => cell(`${j}`))))]],
])('BUDGET-1: %s without end is cut, and says so', (_, before, after) => {
  const comparison = shownOf(before, after)
  const part = firstPart(comparison)
  expect(sizeOf(part)).toBeLessThan(150_000)
  expect(part.rows.some(isChange)).toBe(true)
  expect(part.next !== null || part.rows.some(({ isCut }) => isCut)).toBe(true)
  const long = part.rows.find(({ isCut }) => isCut)
  if (!long) return
  const whole = laterPart(comparison, { is: 'rows', at: long.at, upTo: long.at + 1, onlyChanges: false })
  expect(sizeOf(whole)).toBeGreaterThan(2 * sizeOf(long))
  expect(sizeOf(whole)).toBeLessThan(2_000_000)
})

test('of a long table the rows that changed are shown first', () => {
  const rows = (word: string) =>
    table(...Array.from({ length: 400 }, (_, at) => row(cell(`Mục ${at}`), cell(at === 399 ? word : 'giữ nguyên'))))
  const part = firstPart(shownOf([rows('cũ')], [rows('mới')]))
  const [only] = part.rows
  expect(only?.isCut).toBe(true)
  expect(JSON.stringify(only?.shown)).toContain('mới')
})

test('the units of a summary come in parts as well', () => {
  const comparison = shownOf([], [])
  const unit = { ...emptyUnit, words: { in: 1, out: 0 } }
  const summary = { units: Array.from({ length: 250 }, (_, at) => ({ ...unit, at })), renumbered: [] }
  const first = firstPart({ ...comparison, summary })
  expect(first.summary).toMatchObject({ left: 150, units: { length: 100 } })
  expect(laterPart({ ...comparison, summary }, { is: 'units', at: 100 })).toMatchObject({
    left: 0,
    units: { length: 150, 0: { at: 100 } },
  })
})

const emptyUnit = {
  ...{ key: '', is: 'clause' as const, clause: null, before: 'Điều 1', after: 'Điều 1' },
  ...{ isMoved: false, parts: [], edited: 1, formed: 0 },
}
