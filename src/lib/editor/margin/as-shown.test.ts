import { expect, test } from 'vitest'
import { checkDocument } from '../../document/check/index.ts'
import { clause, documentOf } from '../../document/testing.ts'
import { asShown } from './as-shown.ts'

const above = [clause('khoan', 'Một:', '1'), clause('decimal', 'Hai:', '2'), clause('sub-decimal', 'Ba:', '3')]
const textWith = (...points: string[]) =>
  documentOf('ke-hoach', [...above, ...points.map((words, at) => clause('diem', words, `d${at}`))])
const emptyIn = (final: string[], finalIds: readonly string[], shown: string[]) => {
  const ids = above.map((_, at) => `${at}`)
  const readings = {
    final: textWith(...final),
    finalIds: [...ids, ...finalIds],
    shown: textWith(...shown),
    shownIds: [...ids, 'a', 'b'],
  }
  return checkDocument(readings.final)
    .map(asShown(readings))
    .filter(({ rule }) => rule === 'clause_empty')
    .map(({ params, isSuggested = false }) => ({ ...params, isSuggested }))
}

test('an item that only a suggestion empties is said to be empty once that is accepted', () => {
  const left = ['Một;', '']
  expect(emptyIn(left, ['a', 'b'], ['Một;', 'Hai.'])).toEqual([{ label: 'điểm b', isSuggested: true }])
  expect(emptyIn(left, ['a', 'b'], left)).toEqual([{ label: 'điểm b', isSuggested: false }])
})

test('nothing is said of an item that goes wholly', () => {
  expect(emptyIn(['Một.'], ['a'], ['Một;', 'Hai.'])).toEqual([])
})
