import { expect, test } from 'vitest'
import { byClause, type Where } from './by-clause.ts'

const heads = [
  { pos: 10, title: 'Điều 1' },
  { pos: 50, title: 'Điều 2' },
]
const at = (item: string, where: Where) => ({ item, where })

test('in the order of the text, with what stands before and behind it', () => {
  const groups = byClause(
    [
      at('signer', { is: 'field', field: 'signerName' }),
      at('late', { is: 'body', pos: 60 }),
      at('gone', { is: 'lost' }),
      at('early', { is: 'body', pos: 50 }),
      at('basis', { is: 'body', pos: 2 }),
      at('subject', { is: 'field', field: 'subject' }),
      at('all', { is: 'whole' }),
      at('first', { is: 'body', pos: 49 }),
    ],
    heads,
  )
  expect(groups.map(({ key, title, items }) => [key, title, items])).toEqual([
    ['whole', null, ['all']],
    ['head', null, ['subject']],
    ['begin', null, ['basis']],
    [10, 'Điều 1', ['first']],
    [50, 'Điều 2', ['early', 'late']],
    ['foot', null, ['signer']],
    ['lost', null, ['gone']],
  ])
})

test('a text without clauses is one group', () => {
  expect(byClause([at('b', { is: 'body', pos: 9 }), at('a', { is: 'body', pos: 3 })], [])).toEqual([
    { key: 'begin', title: null, items: ['a', 'b'] },
  ])
})
