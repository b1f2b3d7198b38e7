import { afterAll, expect, test, vi } from 'vitest'

const questions: (() => void)[] = []
const ask = () => new Promise<void>((resolve) => void questions.push(resolve))

vi.resetModules()
vi.doMock('$app/navigation', () => ({ invalidate: ask, invalidateAll: ask }))
vi.doMock('$app/state', () => ({ navigating: { complete: null } }))
const { refresh } = await import('./refresh.ts')
afterAll(() => {
  vi.doUnmock('$app/navigation')
  vi.doUnmock('$app/state')
  vi.resetModules()
})

const settle = () => new Promise((resolve) => setTimeout(resolve, 0))

test('what a newer question overtakes is over when the newer one is: then the page shows both', async () => {
  const over: string[] = []
  void refresh().then(() => over.push('act'))
  void refresh('draft:state').then(() => over.push('notice'))
  await settle()
  const [overtaken, newer] = questions
  overtaken?.() // SvelteKit: at once, with nothing read
  await settle()
  expect(over).toEqual([])
  void refresh('draft:state').then(() => over.push('another'))
  await settle()
  newer?.()
  await settle()
  expect(over).toEqual([])
  questions[2]?.()
  await settle()
  expect(over.toSorted()).toEqual(['act', 'another', 'notice'])
})
