import { expect, test } from 'vitest'
import type { AUDIENCES } from '../../src/lib/vocabulary.ts'
import { mayReadThread } from './talk.ts'

test('GUARD-1: who may know of a thread, whoever began it', () => {
  const people = {
    author: { id: 'author', unitId: 'nc' },
    moved: { id: 'author', unitId: 'vx' },
    colleague: { id: 'colleague', unitId: 'nc' },
    other: { id: 'other', unitId: 'vx' },
    without: { id: 'without', unitId: null },
  }
  const readers = (audience: (typeof AUDIENCES)[number]) =>
    Object.entries(people)
      .filter(([, person]) =>
        mayReadThread(person, { audience, unitId: audience === 'unit' ? 'nc' : null, createdBy: 'author' }),
      )
      .map(([name]) => name)
  expect(readers('all')).toEqual(['author', 'moved', 'colleague', 'other', 'without'])
  expect(readers('unit')).toEqual(['author', 'moved', 'colleague'])
  expect(readers('private')).toEqual(['author', 'moved'])
})
