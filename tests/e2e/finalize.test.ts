/** What is told beside the document as it would be signed. */
import { expect } from '@playwright/test'
import { bodyOf, draftIn } from './support/desk.ts'
import { signIn } from './support/people.ts'
import { test } from './support/resting.ts'
import { say } from './support/words.ts'

test('comments that are still open are told before the signature, and lead to their place', async ({ page }) => {
  await signIn(page, 'toanvv')
  const address = await draftIn(page, 'review')
  const headers = { origin: new URL(page.url()).origin }
  const open = (text: string) =>
    page.request.post(`${address}/threads`, { data: { act: 'open', anchor: null, quote: '', text }, headers })
  await page.goto(`${address}/finalize`)
  const told = page.getByRole('region', { name: new RegExp(say('finalize_open_threads').split('{count}')[1] ?? '') })
  const before = (await told.count()) > 0 ? Number(/\d+/.exec(await told.innerText())?.[0]) : 0
  await open('Nên ghi rõ thời hạn.')
  await page.reload()
  await expect(told).toContainText(say('finalize_open_threads', { count: before + 1 }))
  await told.getByRole('link', { name: 'Nên ghi rõ thời hạn.' }).click()
  await expect(bodyOf(page)).toBeVisible()
  const card = page.locator('[data-card]', { hasText: 'Nên ghi rõ thời hạn.' })
  await expect(card.getByRole('button', { name: say('review_resolve') })).toBeVisible() // open, not folded
  await card.getByRole('button', { name: say('review_resolve') }).click()
  await expect(card).toHaveCount(0)
  await page.goBack()
  if (before === 0) await expect(told).toHaveCount(0)
  else await expect(told).toContainText(say('finalize_open_threads', { count: before }))
})
