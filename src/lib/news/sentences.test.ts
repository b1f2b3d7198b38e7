import { expect, test } from 'vitest'
import { draftOf } from './looked-at.ts'
import { sentence } from './sentences.ts'
import { shownCount } from './shown-count.ts'

test('five comments of three people are one sentence', () => {
  const said = sentence({ event: 'comment', count: 5, actor: 'Nguyễn Văn An', others: 2 })
  expect(said).toContain('Nguyễn Văn An')
  expect(said).toContain('2')
  expect(said).toContain('5')
  expect(sentence({ event: 'comment', count: 1, actor: 'Nguyễn Văn An', others: 0 })).not.toMatch(/\d/)
})

test('of several steps the newest is told, without a count', () => {
  expect(sentence({ event: 'returned', count: 3, actor: 'Trần Thị Bình', others: 1 })).not.toMatch(/\d/)
})

test('a deadline is nobody’s act', () => {
  expect(sentence({ event: 'overdue', count: 2, actor: null, others: 0 })).not.toContain('null')
})

test('the badge stays small', () => {
  expect([1, 99, 100, 5000].map(shownCount)).toEqual(['1', '99', '99+', '99+'])
})

test('which pages are those of a draft', () => {
  const id = 'd3b07384-d9a0-4c9b-8f3b-2f1f6a4f0c11'
  expect([`/drafts/${id}`, `/drafts/${id}/finalize`, `/documents/${id}`].map(draftOf)).toEqual([id, id, id])
  expect(['/drafts/new', '/news', '/documents', `/admin/people/${id}`].map(draftOf)).toEqual([null, null, null, null])
})
