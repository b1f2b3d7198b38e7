import { readdirSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { helpOf } from './pages.ts'

const ROUTES = path.resolve(import.meta.dirname, '../../../routes')
/** Who is not in yet has no «?». */
const OUTSIDE = new Set(['/(office)/sign-in', '/(office)/setup'])

const said = (route: string) => helpOf(route).map((line) => line())

test('every page inside the house has its help, the nearest to it', () => {
  const pages = readdirSync(ROUTES, { recursive: true, encoding: 'utf8' })
    .filter((file) => path.basename(file) === '+page.svelte')
    .map((file) => `/${path.dirname(file)}`)
    .filter((route) => !OUTSIDE.has(route))
  expect(pages.length).toBeGreaterThan(30)
  for (const route of pages) expect(said(route).length, route).toBeGreaterThan(0)
  expect(said('/drafts/[id]/finalize')).not.toEqual(said('/drafts/[id]'))
  expect(said('/(office)/workshop')).toEqual([])
  expect(helpOf(null)).toEqual([])
})
