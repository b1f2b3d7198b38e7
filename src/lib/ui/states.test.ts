import { expect, test } from 'vitest'
import { chainOf, chainPosition, stateName } from './states.ts'

test('a paper within the office is done with its signature: «Ban hành» stands in the chain of others', () => {
  const ids = (kind: string) => chainOf(kind).map(({ id }) => id)
  expect(ids('cong-van').at(-1)).toBe('issued')
  expect(ids('phieu-trinh').at(-1)).toBe('signed')
  for (const kind of ['cong-van', 'phieu-trinh'])
    expect(chainPosition('issued')).toBeGreaterThanOrEqual(chainOf(kind).length)
  expect(stateName('issued', 'phieu-trinh')).toBe('Đã ký')
  expect(stateName('issued', 'cong-van')).toBe('Đã ban hành')
})
