import { expect } from '@playwright/test'
import { textOf } from '../tools/pdf.ts'
import { whole } from './support/browsers.ts'
import { bodyOf, newDraft, startWriting } from './support/desk.ts'
import { signIn } from './support/people.ts'
import { test } from './support/resting.ts'
import { say } from './support/words.ts'

test.use({ launchOptions: whole })

test('Ctrl+P prints the PDF with the letter typed last, and says why when it cannot', async ({ page }) => {
  // A browser without a screen crashes over the print window of a PDF; that it is asked for is what counts.
  await page.addInitScript(() => {
    const told = { focus: () => {}, print: () => (document.documentElement.dataset.printed = '') }
    Object.defineProperty(HTMLIFrameElement.prototype, 'contentWindow', { get: () => told })
  })
  await signIn(page, 'mailt')
  const address = await newDraft(page, 'Báo cáo', 'Thử in')
  await startWriting(page)
  await bodyOf(page).locator('p').first().click()
  await page.keyboard.type('Chữ cuối')
  // From the browser's own menu the page itself is printed: without its hints.
  await page.emulateMedia({ media: 'print' })
  await expect(page.getByRole('banner')).toBeHidden()
  await expect(page.getByRole('toolbar')).toBeHidden()
  await page.emulateMedia({ media: 'screen' })

  await page.route('**/preview.pdf', (route) => route.abort())
  await page.keyboard.press('Control+p')
  await expect(page.getByText(say('editor_print_away'))).toBeVisible()
  await page.unroute('**/preview.pdf')

  await page.keyboard.type(' nhất')
  const asked = page.waitForResponse((answer) => answer.url().endsWith(`${address}/preview.pdf`))
  await page.keyboard.press('Control+p')
  expect((await asked).headers()['content-type']).toBe('application/pdf')
  const printed = await page.request.get(`${address}/preview.pdf`) // asked for only once all letters are there
  expect(textOf(await printed.body())).toContain('Chữ cuối nhất')
  await expect(page.locator('iframe[data-print]')).toHaveAttribute('src', /^blob:/)
  await expect(page.locator('html')).toHaveAttribute('data-printed')
})
