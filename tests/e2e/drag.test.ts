/** A clause is dragged by its handle, with what belongs to it; Escape leaves everything where it was. */
import { expect, type Locator, type Page, test } from '@playwright/test'
import { bodyOf, caretToEndOf, newDraft, startWriting, wordsOn } from './support/desk.ts'
import { seat } from './support/people.ts'
import { leave } from './support/resting.ts'
import { paste } from './support/typing.ts'

const handle = (page: Page) => page.locator('[data-drag-handle]')

/** Takes the block's handle and pulls it to a height on the screen, without letting go. */
async function pull(page: Page, block: Locator, toY: number): Promise<void> {
  await block.hover()
  const box = await handle(page).boundingBox()
  if (!box) throw new Error('no handle')
  await page.mouse.move(box.x + 8, box.y + 8)
  await page.mouse.down()
  await page.mouse.move(box.x + 8, toY - 20, { steps: 4 })
  await page.mouse.move(box.x + 8, toY)
}

test('a clause is dragged over another, its points come along and all are numbered anew', async ({ browser }) => {
  const { page, context } = await seat(browser, 'mailt')
  await newDraft(page, 'Quyết định', 'Về việc kéo điều khoản')
  await startWriting(page)
  await caretToEndOf(page, 'Quyết định này có hiệu lực')
  await page.keyboard.press('Enter')
  await paste(page, 'Điều 3. Giao việc\n1. Việc thứ nhất\n2. Việc thứ hai')
  const [giving, first] = ['Giao việc', 'Quyết định này'].map((words) =>
    bodyOf(page).locator(':scope > p', { hasText: words }).first(),
  )
  if (!giving || !first) throw new Error('no clauses')
  await expect(giving).toHaveAttribute('data-label', 'Điều 3.')
  const before = await wordsOn(page)
  const top = (await first.boundingBox())?.y ?? 0

  await pull(page, giving, top)
  await expect(page.locator('.drag-line')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.locator('.drag-line')).toBeHidden()
  await page.mouse.up()
  expect(await wordsOn(page)).toBe(before)

  await page.mouse.move(5, 300)
  await pull(page, giving, top)
  await page.mouse.up()
  await expect(giving).toHaveAttribute('data-label', 'Điều 2.')
  await expect(first).toHaveAttribute('data-label', 'Điều 3.')
  await expect(giving.locator('+ p + p')).toContainText('Việc thứ hai')
  await page.keyboard.press('Control+z')
  await expect.poll(() => wordsOn(page)).toBe(before)

  await giving.hover()
  await expect(page.locator('[data-drag-handle]')).toBeVisible()
  await page.setViewportSize({ width: 360, height: 740 })
  await expect(page.locator('[data-drag-handle]')).toHaveCount(0) // no room for it, and none stays over the words
  await leave(context)
})
