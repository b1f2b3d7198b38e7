import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { allIterations } from './iterations.ts'

test('a salt whose bytes look like a time is a salt: one file of two hundred has such a one', () => {
  expect(allIterations(readFileSync('tests/fixtures/salt-like-a-time.p12'))).toBe(3 * 2048)
})
