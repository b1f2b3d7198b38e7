import { expect, test } from 'vitest'
import { helpOf } from './pages.ts'

test('every page inside the house has its help, the nearest to it', () => {
  const said = (route: string) => helpOf(route).map((line) => line())
  for (const route of [
    'work/[list]',
    'drafts/new/word/[id]',
    'documents/register',
    'admin/people/[id]',
    'templates',
    'seal',
  ])
    expect(said(`/(office)/${route}`).length, route).toBeGreaterThan(0)
  expect(said('/drafts/[id]/finalize')).not.toEqual(said('/drafts/[id]'))
  expect(said('/(office)/workshop')).toEqual([])
  expect(helpOf(null)).toEqual([])
})
