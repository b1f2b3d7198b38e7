import { createHash, randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { digestOf } from './digest.ts'

test.each([0, 1, 2 ** 20, 2 ** 20 + 1, 3_500_000])('the hash of %i bytes is that of all of them', async (length) => {
  const bytes = randomBytes(length + 9).subarray(9)
  expect(await digestOf(bytes)).toBe(createHash('sha256').update(bytes).digest('hex'))
})
