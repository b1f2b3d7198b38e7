import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

test('`npm ci` finds every optional dependency in the lock, also those of other platforms', () => {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
    packages: Record<string, { version?: string; optionalDependencies?: Record<string, string> }>
  }
  const names = new Set(Object.keys(packages).map((place) => place.split('node_modules/').at(-1)))
  const missing = Object.values(packages)
    .flatMap(({ optionalDependencies }) => Object.keys(optionalDependencies ?? {}))
    .filter((name) => !names.has(name))
  expect(missing).toEqual([])
  expect(Object.entries(packages).filter(([place, { version }]) => place !== '' && !version)).toEqual([])
})
