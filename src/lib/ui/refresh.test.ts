import { expect, test, vi } from 'vitest'
import { refresh } from './refresh.ts'

const asked = vi.hoisted(() => {
  const questions: (() => void)[] = []
  const ask = () => new Promise<void>((resolve) => void questions.push(resolve))
  return { questions, ask }
})
vi.mock('$app/navigation', () => ({ invalidate: asked.ask, invalidateAll: asked.ask }))
vi.mock('$app/state', () => ({ navigating: { complete: null } }))

const settle = () => new Promise((resolve) => setTimeout(resolve, 0))

test('what a newer question overtakes is over when the newer one is: then the page shows both', async () => {
  const over: string[] = []
  void refresh().then(() => over.push('act'))
  void refresh('draft:state').then(() => over.push('notice'))
  await settle()
  const [overtaken, newer] = asked.questions
  overtaken?.() // SvelteKit: at once, with nothing read
  await settle()
  expect(over).toEqual([])
  void refresh('draft:state').then(() => over.push('another'))
  await settle()
  newer?.()
  await settle()
  expect(over).toEqual([])
  asked.questions[2]?.()
  await settle()
  expect(over.toSorted()).toEqual(['act', 'another', 'notice'])
})
