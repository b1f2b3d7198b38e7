import { expect, test } from '@playwright/test'
import { AUTHOR } from '../report/siege/attacks/author.ts'
import { READER } from '../report/siege/attacks/reader.ts'
import { STRANGER } from '../report/siege/attacks/stranger.ts'
import { besiege } from '../report/siege/siege.ts'

/** BUDGET-1, small: the attacks that end quickly. How fast it all is, `npm run report:siege` tells. */
test('whoever attacks, everybody is answered in time and no letter is lost', async () => {
  test.setTimeout(300_000)
  const siege = await besiege([...STRANGER, ...READER, ...AUTHOR].filter(({ isQuick }) => isQuick))
  expect(siege.late).toEqual([])
  expect(siege.broken).toEqual([])
  expect(siege.lostLetters).toBe(0)
})
