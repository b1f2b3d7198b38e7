import { expect, test } from 'vitest'
import type { Finding } from '../../document/check/index.ts'
import { checkDocument } from '../../document/check/index.ts'
import { clause, documentOf } from '../../document/testing.ts'
import { named } from './checker.ts'

const check = (...texts: string[]): Finding[] =>
  checkDocument(
    documentOf(
      'quyet-dinh',
      texts.map((text, at) => clause('dieu', text, `c${at}`)),
    ),
  )

test('what is found as before stays the same object, what is found anew or elsewhere does not', () => {
  const before = named(check('Hai  dấu cách.', 'Cũng  hai dấu cách.'))
  const spaces = (list: typeof before) => list.filter(({ finding }) => JSON.stringify(finding).includes('"c1"'))
  expect(spaces(before)).not.toEqual([])
  const same = named(check('Hai  dấu cách.', 'Cũng  hai dấu cách.'), before)
  expect(same.every((found, at) => found === before[at])).toBe(true)
  const moved = named(check('Hai  dấu cách.', 'Ở đây cũng  hai dấu cách.'), before)
  expect(spaces(moved).map(({ id }) => id)).toEqual(spaces(before).map(({ id }) => id))
  for (const found of spaces(moved)) expect(before).not.toContain(found)
  expect(moved.filter((found) => before.includes(found)).length).toBe(before.length - spaces(before).length)
})
