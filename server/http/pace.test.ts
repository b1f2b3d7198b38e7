import { expect, test } from 'vitest'
import { Pace } from './pace.ts'

/** Holds the main thread. */
function hold(ms: number): void {
  for (const end = performance.now() + ms; performance.now() < end;);
}

test('who comes alone waits for nobody', async () => {
  const pace = new Pace()
  let isOn = false
  void pace.turn().then(() => (isOn = true))
  await Promise.resolve()
  await Promise.resolve()
  expect(isOn).toBe(true)
})

test('between two of a crowd others have the loop for as long as a piece holds it, in the order of coming', async () => {
  const pace = new Pace()
  const heard: (number | 'other')[] = []
  const ticking = setInterval(() => heard.push('other'), 1)
  await Promise.all(
    [0, 1, 2].map(async (who) => {
      await pace.turn()
      hold(20)
      heard.push(who)
    }),
  )
  clearInterval(ticking)
  expect(heard.filter((who) => who !== 'other')).toEqual([0, 1, 2])
  const [, second, third] = heard.join(' ').split(/\d/)
  expect(second).toContain('other other')
  expect(third).toContain('other other')
})
