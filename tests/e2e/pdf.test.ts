/** The PDF beside the page: as it is written, without flicker, and honest when it cannot be had. */
import { expect } from '@playwright/test'
import { bodyOf, newDraft, startWriting, stopWriting, untilSaved } from './support/desk.ts'
import { seat, signIn } from './support/people.ts'
import { leave, test } from './support/resting.ts'
import { say } from './support/words.ts'

test('the PDF opens at the page of the caret, to write and to read, and follows it', async ({ page }) => {
  await signIn(page, 'mailt')
  await newDraft(page, 'Thông báo', 'Lịch tiếp công dân')
  await startWriting(page)
  const body = bodyOf(page)
  await body.locator('p').first().click()
  for (let line = 1; line <= 12; line++) {
    await page.keyboard.insertText(`Đoạn ${line}. ${'Ủy ban nhân dân tỉnh thông báo lịch. '.repeat(14)}`)
    await page.keyboard.press('Enter')
  }
  await untilSaved(page)
  await stopWriting(page)
  await expect(page.locator('[data-page]')).not.toHaveCount(0)
  const pane = page.getByRole('region', { name: say('editor_pdf') })
  const pages = pane.getByRole('img')
  /** How far below the top of its pane a page begins. */
  const below = async (at: number) => {
    const [of, list] = [await pages.nth(at).boundingBox(), await pane.getByRole('list').boundingBox()]
    return Math.abs((of?.y ?? NaN) - (list?.y ?? NaN))
  }
  await body.locator(':scope > *', { hasText: 'Đoạn 8.' }).first().click() // on the second of three or four pages
  await page.keyboard.press('Control+Alt+p')
  await expect.poll(() => below(1)).toBeLessThan(40)
  await body.locator(':scope > *', { hasText: 'Đoạn 1.' }).first().click()
  await expect.poll(() => below(0)).toBeLessThan(40)
})

test('the PDF of this moment beside the page, page by page', async ({ page, browser }) => {
  await signIn(page, 'mailt')
  const address = await newDraft(page, 'Thông báo', 'Lịch tiếp công dân')
  await startWriting(page)
  const body = bodyOf(page)
  await body.locator('p').first().click()
  await page.keyboard.insertText('Ủy ban nhân dân tỉnh thông báo lịch tiếp công dân. '.repeat(140))
  await page.keyboard.press('Enter')
  await page.keyboard.insertText('Đoạn cuối.')
  await page.keyboard.press('Control+Alt+p')

  const pane = page.getByRole('region', { name: say('editor_pdf') })
  const pages = pane.getByRole('img')
  await expect(pages).toHaveCount(3)
  await expect(page.getByRole('button', { name: say('editor_pdf_show') })).toHaveAttribute('aria-pressed', 'true')
  // The caret is on the last page, so that is what one sees.
  await expect(pages.nth(2)).toBeInViewport()
  await expect(pages.nth(0)).not.toBeInViewport()
  await expect.poll(() => pages.nth(2).evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(500)

  const hashes = () => pages.evaluateAll((all) => all.map((img) => img.getAttribute('data-hash')))
  const [first, second, third] = await hashes()
  await page.keyboard.insertText(' Thêm một câu.')
  await expect(pages.nth(2)).not.toHaveAttribute('data-hash', third ?? '')
  expect((await hashes()).slice(0, 2)).toEqual([first, second])

  await page.keyboard.insertText(' 語')
  await expect(pane.getByText(say('editor_pdf_character', { character: '“語” (U+8A9E)' }))).toBeVisible()
  await expect(pages).toHaveCount(3)
  await page.keyboard.press('Backspace')
  await expect(pane.getByText(say('editor_pdf_older'))).toBeHidden()
  await untilSaved(page)

  const picture = `${address}/pages/${(await hashes())[0]}`
  expect((await page.request.get(picture)).headers()).toMatchObject({ 'content-type': 'image/svg+xml' })
  const stranger = await seat(browser, 'ngocht')
  expect((await stranger.page.request.get(picture)).status()).toBe(404)
  await leave(stranger.context)

  await page.route('**/pages?pictures', (route) => route.abort())
  await page.keyboard.insertText(' Và một câu nữa.')
  await expect(pane.getByText(say('editor_pdf_away'))).toBeVisible()
  await expect(pages).toHaveCount(3)
  await page.unroute('**/pages?pictures')
  await expect(pane.getByText(say('editor_pdf_away'))).toBeHidden()

  await page.setViewportSize({ width: 360, height: 740 })
  await expect(page.getByRole('dialog', { name: say('editor_pdf') })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
})
