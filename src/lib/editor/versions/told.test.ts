import { expect, test } from 'vitest'
import type { PartRow } from '../../document/compare/part.ts'
import { beginsOf, byPlace, type Told, toldOf } from './told.ts'

const row = (at: number, is: PartRow['is'], unit = 0): PartRow => ({
  ...{ at, is, unit, isCut: false, before: null, after: null, isMoved: false, traits: [] },
  ...{ shown: { is: 'break' }, words: { in: 0, out: 0 } },
})
const inShort = (told: readonly Told[]) => told.map((one) => (one.is === 'row' ? one.row.at : `${one.at}–${one.upTo}`))

test('what did not change is folded, whether a page has it or not; what was opened is shown as far as it came', () => {
  const known = byPlace([row(4, 'same'), row(5, 'in'), row(6, 'same'), row(7, 'same'), row(9, 'same')])
  expect(inShort(toldOf(known, { end: 12, onlyChanges: true, opened: [] }))).toEqual(['0–4', 4, 5, 6, '7–12'])
  const opened = [{ at: 7, upTo: 12 }]
  expect(inShort(toldOf(known, { end: 12, onlyChanges: true, opened }))).toEqual(['0–4', 4, 5, 6, 7, '8–9', 9, '10–12'])
  expect(inShort(toldOf(known, { end: 6, onlyChanges: false, opened: [] }))).toEqual(['0–4', 4, 5])
})

test('a link of the summary leads to the first row of its unit that is shown', () => {
  const known = byPlace([row(0, 'away', 2), row(1, 'in', 1), row(2, 'in', 2), row(3, 'in', 2)])
  const told = toldOf(known, { end: 4, onlyChanges: true, opened: [] })
  expect([...beginsOf(told)]).toEqual([
    [1, 1],
    [2, 2],
  ])
})
