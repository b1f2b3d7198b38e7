import { expect, test } from 'vitest'
import { unprintableIn } from '../../document/letters.ts'
import { cleanText } from '../../document/text.ts'
import { CHARACTER_GROUPS } from './characters.ts'

test('every character that is offered is kept as it is and can be printed', () => {
  const all = CHARACTER_GROUPS.flatMap(({ characters }) => characters)
  expect(new Set(all).size).toBe(all.length)
  expect(unprintableIn(all.join(' '))).toEqual([])
  expect(all.map(cleanText)).toEqual(all)
})
