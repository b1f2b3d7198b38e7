/** A live reference is put in from a list, by keyboard; it follows its clause, and a lost one is seen. */
import { expect, test } from '@playwright/test'
import { bodyOf, caretToEndOf, newDraft, startWriting, untilSaved, wordsOn } from './support/desk.ts'
import { type Seat, seat } from './support/people.ts'
import { leave } from './support/resting.ts'
import { say, sayAny } from './support/words.ts'

test.describe.configure({ mode: 'serial' })

let mai: Seat

test.beforeAll(async ({ browser }) => {
  mai = await seat(browser, 'mailt')
  await newDraft(mai.page, 'Quyết định', 'Về việc tham chiếu')
  await startWriting(mai.page)
})
test.afterAll(() => leave(mai.context))

test('Ctrl+Alt+R, a few letters, Enter; one writes on behind it', async () => {
  const { page } = mai
  await caretToEndOf(page, 'Quyết định này có hiệu lực')
  await page.keyboard.type(' Theo ')
  await page.keyboard.press('Control+Alt+r')
  const list = page.getByRole('dialog', { name: say('reference_insert') })
  await expect(list.getByRole('option').first()).toContainText('Điều 1')
  await page.keyboard.type('thu truong')
  await expect(list.getByRole('option')).toHaveCount(1)
  await page.keyboard.press('Enter')
  await expect(list).toBeHidden()
  await expect(bodyOf(page)).toBeFocused()
  await page.keyboard.type(' nêu trên.')
  const reference = bodyOf(page).locator('[data-inline="reference"]')
  await expect(reference).toHaveAttribute('data-words', 'Điều 3')
  await expect(bodyOf(page)).toContainText('Theo  nêu trên.')
})

test('"@" asks for the list; Escape leaves what was typed', async () => {
  const { page } = mai
  await page.keyboard.type(' @')
  const list = page.getByRole('dialog', { name: say('reference_insert') })
  await expect(list.getByRole('combobox')).toBeFocused()
  await page.keyboard.type('sonla')
  await page.keyboard.press('Escape')
  await expect(list).toBeHidden()
  await page.keyboard.type('.gov.vn')
  await expect(bodyOf(page)).toContainText('@sonla.gov.vn')
  await page.keyboard.type(' @')
  await expect(list).toBeVisible()
  await page.keyboard.type('điều 1')
  await page.keyboard.press('Enter')
  await expect(bodyOf(page).locator('[data-words="Điều 1"]')).toBeVisible()
  expect((await wordsOn(page)).match(/@/g)).toHaveLength(1) // the address; the sign that asked is gone
})

test('asked for at the lower edge of the window, the list opens above the line, and the page stays where it is', async () => {
  const { page } = mai
  await caretToEndOf(page, 'Thủ trưởng các cơ quan')
  for (let line = 0; line < 12; line++) {
    await page.keyboard.press('Enter')
    await page.keyboard.type('Tiếp.')
  }
  await page.keyboard.type(' Theo')
  const scrolled = await page.evaluate(() => scrollY)
  expect(scrolled).toBeGreaterThan(0)
  await page.keyboard.type(' @')
  const list = page.getByRole('dialog', { name: say('reference_insert') })
  await expect(list.getByRole('option').first()).toBeInViewport({ ratio: 1 })
  await expect(list).toBeInViewport({ ratio: 1 })
  expect(await page.evaluate(() => scrollY)).toBe(scrolled)
  const top = async () => (await list.boundingBox())?.y ?? 0
  const before = await top()
  await page.evaluate(() => scrollBy(0, -60))
  await expect.poll(top).toBeGreaterThan(before + 30) // it stays beside its line
  await page.keyboard.press('Escape')
  await untilSaved(page)
  await page.keyboard.press('Control+z')
})

test('when its clause goes, the page says so and the checker finds it', async () => {
  const { page } = mai
  await untilSaved(page)
  await bodyOf(page).locator('[data-level="dieu"]').nth(2).click({ clickCount: 3 })
  await page.keyboard.press('Backspace')
  await page.keyboard.press('Backspace') // an empty clause gives up its number first
  await expect(bodyOf(page).locator('[data-lost]')).toHaveCount(1)
  await expect(page.getByText(sayAny('checker_reference_dangling')).first()).toBeVisible()
  await page.keyboard.press('Control+z')
  await page.keyboard.press('Control+z')
  await expect(bodyOf(page).locator('[data-lost]')).toHaveCount(0)
})
