/** A decision that issues another document (Mẫu 1.3): the regulation stands under a letterhead of its own. */
import { expect, test } from '@playwright/test'
import { textOf } from '../tools/pdf.ts'
import { bodyOf, newDraft, startWriting, stopWriting, untilSaved } from './support/desk.ts'
import { seat } from './support/people.ts'
import { leave } from './support/resting.ts'
import { compose } from './support/typing.ts'
import { say } from './support/words.ts'

test('a regulation is written below the decision by keyboard alone', async ({ browser }) => {
  const { page, context } = await seat(browser, 'mailt')
  const address = await newDraft(page, 'Quyết định', 'Ban hành Quy chế làm việc')
  await startWriting(page)
  await bodyOf(page).focus()
  await page.keyboard.press('Control+End')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter') // out of the series of articles
  for (const words of ['Văn bản kèm theo', 'Quy chế', 'Làm việc của Ủy ban nhân dân tỉnh', 'Điều 1. Phạm vi']) {
    await page.keyboard.type(words)
    await page.keyboard.press('Enter')
  }
  await compose(page, 'Một')
  await untilSaved(page)

  const body = bodyOf(page)
  const title = body.locator('[data-block="appendix"]')
  await expect(title).toHaveAttribute('data-attached', 'true')
  await expect(title).toHaveText('Quy chếLàm việc của Ủy ban nhân dân tỉnh')
  await expect(title.locator('br')).toHaveCount(1)
  await expect(body.locator('[data-label="Điều 1."]')).toHaveCount(2) // counted anew
  const head = body.locator('.attached-head')
  await expect(head).toHaveCount(1)
  const agency = head.locator('.letterhead-agency')
  expect(await agency.evaluate((element) => getComputedStyle(element, '::before').content)).toContain('TỈNH SƠN LA')
  await expect(body.locator('.closing-part + .attached-head + [data-attached]')).toHaveCount(1)
  await expect(page.getByLabel(say('editor_block'), { exact: true })).toHaveValue('dieu')

  // One and the same all the while that one writes, above it and below.
  await head.evaluate((element) => element.setAttribute('data-same', ''))
  await page.keyboard.type(' hai')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Control+Home')
  await page.keyboard.press('Enter')
  await expect(body.locator('.attached-head[data-same]')).toHaveCount(1)
  await page.keyboard.press('Control+z')
  await untilSaved(page)

  await stopWriting(page)
  await page.reload()
  await expect(body.locator('.attached-head')).toHaveCount(1)
  await page
    .getByRole('banner')
    .getByRole('button', { name: say('editor_outline') })
    .click()
  await expect(page.getByRole('navigation', { name: say('editor_outline') })).toContainText('Quy chế Làm việc của')
  const text = textOf(await (await page.request.get(`${address}/preview.pdf`)).body())
  expect(text).toContain('QUY CHẾ Làm việc của Ủy ban nhân dân tỉnh (Kèm theo Quyết định số')
  expect(text).not.toContain('Phụ lục')
  expect(text.match(/Độc lập - Tự do - Hạnh phúc/g)).toHaveLength(2)
  await leave(context)
})
